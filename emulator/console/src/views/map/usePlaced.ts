/** The layout of what is shown; the last one stays until the next one is there. */
import { useCallback, useEffect, useRef, useState } from "react";
import { askForPlaces } from "../../layout/ask";
import { LAPTOP, UPRIGHT, type Room } from "../../layout/boxes";
import type { Placed } from "../../layout/placed";
import { grown, type Subject } from "../../layout/steady";
import type { Graph } from "../../model";
import { useNarrow } from "../../parts/size";

interface Story {
  name: string;
  room: Room;
  subject: Subject;
  placed: Placed;
}

/**
 * `story` names what the map is about: another one, or other room, starts from nothing.
 * Within one, whatever has a place keeps it, until `tidy` has all of it laid out anew.
 */
export function usePlaced(graph: Graph, story: string, room: Room) {
  const [shown, setShown] = useState<Story | null>(null);
  const [round, setRound] = useState(0);
  const subject = useSubject(graph, story);
  const tidied = useRef(round);
  useEffect(() => {
    let wanted = true;
    const anew = tidied.current !== round || shown?.name !== story || shown.room !== room;
    tidied.current = round;
    if (!anew && shown?.subject === subject) return undefined;
    const before = !anew && contains(subject, shown) ? shown!.placed : null;
    void askForPlaces(subject, room, before).then((placed) => {
      if (wanted) setShown({ name: story, room, subject, placed });
    });
    return () => {
      wanted = false;
    };
    // What is shown is the answer, not the question.
  }, [subject, story, room, round]);
  const tidy = useCallback(() => setRound((n) => n + 1), []);
  return { placed: shown?.placed ?? null, tidy };
}

/** Not after so much is gone that the map is a new one. */
function contains({ nodes }: Subject, shown: Story | null): boolean {
  const keys = new Set(nodes.map(({ key }) => key));
  return shown?.subject.nodes.every(({ key }) => keys.has(key)) ?? false;
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
