/**
 * The map in its window.
 *
 * The drawing is one layer that the browser moves as a whole. It is painted for the
 * scale at which the view rests; between two rests it is only shifted and stretched.
 */
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type CSSProperties,
} from "react";
import { LAPTOP } from "../../layout/boxes";
import { arrowAt } from "../../layout/nearest";
import type { Placed, PlacedNode } from "../../layout/placed";
import type { Graph, GraphEdge, GraphNode } from "../../model";
import { Camera } from "./camera";
import { CallChoice } from "./CallChoice";
import { callsOf } from "./calls";
import { CanvasBar } from "./CanvasBar";
import { Drawing, matches } from "./Drawing";
import { useGestures } from "./gestures";
import { PLAIN, type Look } from "./look";
import { Minimap } from "./Minimap";
import { usePlaced, useRoom } from "./usePlaced";
import { isNear, labelScale, visibleArea, type Area, type View } from "./viewport";
import "./canvas.css";

interface Props {
  graph: Graph;
  /** null for the map of one trace, which has no rate. */
  windowSeconds: number | null;
  selected: GraphNode | null;
  selectedEdge?: GraphEdge | null;
  search: string;
  /** Grows by one each time the matches are to be brought into view. */
  searchRound?: number;
  onSelect: (node: GraphNode | null) => void;
  onSelectEdge?: (edge: GraphEdge) => void;
  look?: Look;
  /** All services, where the graph is only a part. */
  siblings?: GraphNode[];
  insights?: ReadonlyMap<string, string>;
  /** Names what the map is of; within one story nothing that stays is moved. */
  story?: string;
  /** Width that a panel covers at the right. */
  obscured?: number;
  legend?: boolean;
}

export function GraphCanvas(props: Props) {
  const ofWindow = useRoom();
  const room = props.legend ? ofWindow : LAPTOP; // that of one trace is a flat strip
  const { placed, tidy } = usePlaced(props.graph, props.story ?? "", room);
  return placed ? (
    <Canvas {...props} placed={placed} onTidy={tidy} />
  ) : (
    <div className="canvas" aria-busy="true" />
  );
}

const NO_INSIGHTS: ReadonlyMap<string, string> = new Map();
/** Around an arrow a click still means it, in pixels of the screen. */
const REACH = 7;

function Canvas(props: Props & { placed: Placed; onTidy: () => void }) {
  const { graph, placed, onSelect, obscured = 0 } = props;
  const window = useRef<HTMLDivElement>(null);
  const [camera] = useState(() => new Camera());
  const drag = useGestures(window, camera, wholeArea(placed), {
    obscured,
    grown: placed.grown ?? false,
  });
  const view = useSyncExternalStore(camera.whenResting, camera.resting);
  useShown(camera, props);

  const go = useCallback(
    (key: string) => {
      const place = placed.nodes.get(key);
      if (place) camera.show(around([place]));
      const found = window.current?.querySelectorAll<SVGGElement>("[data-node]") ?? [];
      [...found].find((each) => each.dataset["node"] === key)?.focus();
    },
    [camera, placed],
  );
  const [choice, setChoice] = useState<Choice | null>(null);
  const callsAt = (press: React.MouseEvent) => {
    const box = window.current!.getBoundingClientRect();
    const { x, y, scale } = camera.view;
    const point = {
      x: (press.clientX - box.left - x) / scale,
      y: (press.clientY - box.top - y) / scale,
    };
    return callsOf(arrowAt(point, placed, REACH / scale), graph);
  };
  const press = (event: React.MouseEvent) => {
    const calls = props.onSelectEdge ? callsAt(event) : [];
    setChoice(null);
    if (calls.length === 1) props.onSelectEdge!(calls[0]!);
    else if (calls.length > 1) setChoice({ x: event.clientX, y: event.clientY, calls });
    else onSelect(null);
  };
  return (
    <div className="canvas">
      <div
        ref={window}
        className="canvas-window"
        data-content={props.legend || undefined}
        tabIndex={-1}
        onClick={press}
        {...drag}
        onPointerMove={(move) => {
          drag.onPointerMove(move);
          if (move.buttons !== 0 || !props.onSelectEdge) return;
          window.current!.classList.toggle("at-arrow", callsAt(move).length > 0);
        }}
      >
        {view && camera.size && (
          <Sheet camera={camera} view={view} placed={placed}>
            <Drawing
              graph={graph}
              placed={placed}
              view={view}
              size={camera.size}
              look={props.look ?? PLAIN}
              siblings={props.siblings ?? graph.nodes}
              windowSeconds={props.windowSeconds}
              selected={props.selected}
              selectedEdge={props.selectedEdge ?? null}
              search={props.search}
              insights={props.insights ?? NO_INSIGHTS}
              onSelect={onSelect}
              onGo={go}
            />
          </Sheet>
        )}
        {view && props.legend && isLarger(camera, placed, view) && (
          <Minimap graph={graph} placed={placed} camera={camera} obscured={obscured} />
        )}
      </div>
      {choice && (
        <CallChoice
          {...choice}
          nodes={graph.nodes}
          windowSeconds={props.windowSeconds}
          onSelect={(edge) => {
            setChoice(null);
            props.onSelectEdge?.(edge);
          }}
          onClose={() => setChoice(null)}
        />
      )}
      <CanvasBar
        camera={camera}
        legend={props.legend ?? false}
        onTidy={placed.grown ? props.onTidy : null}
      />
    </div>
  );
}

/** The layer: painted at the resting view's scale, moved with the camera. */
function Sheet({
  camera,
  view,
  placed,
  children,
}: {
  camera: Camera;
  view: View;
  placed: Placed;
  children: React.ReactNode;
}) {
  const sheet = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const follow = ({ x, y, scale }: View) => {
      const stretched = scale / view.scale;
      sheet.current!.style.transform = `translate(${Math.round(x)}px,${Math.round(y)}px) scale(${stretched})`;
    };
    follow(camera.view);
    return camera.whenMoving(follow);
  }, [camera, view]);
  const classes = [
    "graph",
    isNear(view) ? "near" : "far",
    placed.crowded ? "crowded" : "",
  ];
  return (
    <div ref={sheet} className="sheet">
      <svg
        className={classes.join(" ")}
        width={placed.width * view.scale}
        height={placed.height * view.scale}
        viewBox={`0 0 ${placed.width} ${placed.height}`}
        role="group"
        aria-label="Service map"
        style={
          {
            "--label-scale": labelScale(view),
            "--pixel": 1 / view.scale,
            "--faintness": faintness(placed),
          } as CSSProperties
        }
      >
        {children}
      </svg>
    </div>
  );
}

/** The more arrows, the less each of them is to be seen; together they are. */
function faintness({ edges }: Placed): number {
  return Math.min(Math.max(120 / edges.length, 0.14), 0.6);
}

/** Moves the map for a new selection and for a search that is to be seen. */
function useShown(camera: Camera, props: Props & { placed: Placed }) {
  const { graph, placed, selected, selectedEdge, search, obscured = 0 } = props;
  const ends = selectedEdge
    ? [selectedEdge.source, selectedEdge.target]
    : selected
      ? [selected.key]
      : [];
  const wanted = ends.join("\n");
  useEffect(() => {
    const places = ends.flatMap((key) => placed.nodes.get(key) ?? []);
    if (places.length > 0) camera.show(around(places));
    // Only a new selection moves the map, not every change of the view.
  }, [camera, wanted, placed, obscured]);
  const round = props.searchRound ?? 0;
  useEffect(() => {
    const hits = graph.nodes
      .filter((node) => matches(node, search))
      .flatMap((node) => placed.nodes.get(node.key) ?? []);
    if (round > 0 && hits.length > 0) {
      camera.show(around(hits), { zoomIn: true });
    }
  }, [round]);
}

interface Choice {
  x: number;
  y: number;
  calls: GraphEdge[];
}

function isLarger(camera: Camera, placed: Placed, view: View): boolean {
  const { x, y, width, height } = visibleArea(view, camera.size!);
  const slack = 2 / view.scale;
  return (
    x > slack ||
    y > slack ||
    x + width < placed.width - slack ||
    y + height < placed.height - slack
  );
}

function wholeArea({ width, height }: Placed): Area {
  return { x: 0, y: 0, width: Math.max(width, 1), height: Math.max(height, 1) };
}

function around(places: PlacedNode[]): Area {
  const margin = 60;
  const left = Math.min(...places.map((p) => p.x - p.radius)) - margin;
  const right = Math.max(
    ...places.map((p) => p.x + p.radius + (p.compact ? p.labelWidth : 0)),
  );
  const top = Math.min(...places.map((p) => p.y - p.radius)) - margin;
  const bottom = Math.max(...places.map((p) => p.y + p.radius));
  return { x: left, y: top, width: right + margin - left, height: bottom + margin - top };
}
