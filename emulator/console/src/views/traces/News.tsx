/** Over the list: so many traces are new, for when the reader wants them. */
import { counted } from "../../format";
import "./news.css";

export function News({ traces, onShow }: { traces: number; onShow: () => void }) {
  return (
    <div className="news" role="status">
      {traces > 0 && (
        <button type="button" onClick={onShow}>
          {counted(traces, "new trace")}
        </button>
      )}
    </div>
  );
}
