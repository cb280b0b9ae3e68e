/** What is typed, once it has rested: nobody is asked about half a word. */
import { useEffect, useState } from "react";

export function useRested(text: string, ms: number): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(text), ms);
    return () => window.clearTimeout(timer);
  }, [text, ms]);
  return rested;
}
