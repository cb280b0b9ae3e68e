/** Over the list: so many traces are new, for when the reader wants them. */
import { useEffect, useState } from "react";
import { counted } from "../../format";
import "./news.css";

interface Props {
  traces: number;
  onShow: (by: "pointer" | "keyboard") => void;
}

export function News({ traces, onShow }: Props) {
  // The button goes away: who does not see it go is told.
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (traces > 0) setShown(0);
  }, [traces]);
  return (
    <div className="news" role="status">
      {traces > 0 ? (
        <button
          type="button"
          onClick={({ detail: clicks }) => {
            setShown(traces);
            onShow(clicks > 0 ? "pointer" : "keyboard");
          }}
        >
          {counted(traces, "new trace")}
        </button>
      ) : (
        shown > 0 && (
          <span className="unseen">{counted(shown, "new trace")} in the list</span>
        )
      )}
    </div>
  );
}
