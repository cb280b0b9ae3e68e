/** Asks before something is deleted that cannot be had back. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import { useAction } from "../action";

interface Props {
  /** "the rule checkout" */
  what: string;
  consequence: string;
  work: (signal: AbortSignal) => Promise<unknown>;
  onDone: () => void;
  onClose: () => void;
}

export function ConfirmDeletion({ what, consequence, work, onDone, onClose }: Props) {
  const { busy, error, run } = useAction();
  return (
    <Modal
      visible
      header={`Delete ${what}?`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <div className="form-actions">
          <Button variant="link" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            loading={busy}
            onClick={() =>
              void run(work).then((done) => {
                if (!done) return;
                onDone();
                onClose();
              })
            }
          >
            Delete
          </Button>
        </div>
      }
    >
      <p>{consequence}</p>
      {error && <Alert type="error">{error.message}</Alert>}
    </Modal>
  );
}
