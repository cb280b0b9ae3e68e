/** A block of text to take along. */
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

export function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <div className="copyable">
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <div className="copyable-button">
        <CopyToClipboard
          variant="icon"
          textToCopy={text}
          copyButtonAriaLabel={`Copy ${label}`}
          copySuccessText="Copied"
          copyErrorText="The browser did not allow copying"
        />
      </div>
    </div>
  );
}
