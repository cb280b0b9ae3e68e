/** The layout of what is shown; the last one stays until the next one is there. */
import { useEffect, useRef, useState } from "react";
import { askForPlaces } from "../../layout/ask";
import { LAPTOP, UPRIGHT, type Room } from "../../layout/boxes";
import type { Placed } from "../../layout/placed";
import { grown, type Subject } from "../../layout/steady";
import type { Graph } from "../../model";
import { useNarrow } from "../../parts/size";

/** `story` names what the map is about: another one starts from nothing. */
export function usePlaced(graph: Graph, story: string, room: Room): Placed | null {
  const subject = useSubject(graph, story);
  const [placed, setPlaced] = useState<Placed | null>(null);
  useEffect(() => {
    let wanted = true;
    void askForPlaces(subject, room).then((found) => {
      if (wanted) setPlaced(found);
    });
    return () => {
      wanted = false;
    };
  }, [subject, room]);
  return placed;
}

/** Of a map that has the window for itself. */
export function useRoom(): Room {
  return useNarrow() ? UPRIGHT : LAPTOP;
}

function useSubject(graph: Graph, story: string): Subject {
  const last = useRef<{ story: string; subject: Subject } | null>(null);
  const before = last.current?.story === story ? last.current.subject : null;
  const subject = grown(before, graph);
  useEffect(() => {
    last.current = { story, subject };
  });
  return subject;
}
