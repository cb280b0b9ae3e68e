/** The layout of what is shown; the last one stays until the next one is there. */
import { useEffect, useRef, useState } from "react";
import { askForPlaces } from "../../layout/ask";
import type { Placed } from "../../layout/placed";
import { grown, type Subject } from "../../layout/steady";
import type { Graph } from "../../model";

/** `story` names what the map is about: another one starts from nothing. */
export function usePlaced(graph: Graph, story: string): Placed | null {
  const subject = useSubject(graph, story);
  const [placed, setPlaced] = useState<Placed | null>(null);
  useEffect(() => {
    let wanted = true;
    void askForPlaces(subject).then((found) => {
      if (wanted) setPlaced(found);
    });
    return () => {
      wanted = false;
    };
  }, [subject]);
  return placed;
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
