/** A filter expression to read, write on and take along. */
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { useLayoutEffect, useRef } from "react";
import "./expression.css";

interface Props {
  text: string;
  onChange: (text: string) => void;
}

export function Expression({ text, onChange }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  // As high as what is in it: nothing of an expression is out of sight.
  useLayoutEffect(() => {
    const { style } = area.current!;
    style.height = "0";
    style.height = `${area.current!.scrollHeight + 2}px`;
  }, [text]);
  return (
    <div className="expression">
      <textarea
        ref={area}
        rows={1}
        value={text}
        spellCheck={false}
        aria-label="Filter expression of this selection"
        onChange={(change) => onChange(change.target.value.replaceAll("\n", " "))}
      />
      <CopyToClipboard
        variant="icon"
        textToCopy={text}
        copyButtonAriaLabel="Copy the filter expression"
        copySuccessText="Copied"
        copyErrorText="The browser did not allow copying"
      />
    </div>
  );
}
