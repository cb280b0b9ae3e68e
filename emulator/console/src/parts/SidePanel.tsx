/** The panel at the right edge that says more about what is selected. */
import Button from "@cloudscape-design/components/button";
import { useEffect, type ReactNode } from "react";

export const PANEL_WIDTH = 420;

interface Props {
  title: string;
  subtitle: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

export function SidePanel({ title, subtitle, onClose, children }: Props) {
  useEffect(() => {
    const close = (press: KeyboardEvent) => {
      if (press.key === "Escape") onClose();
    };
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, [onClose]);
  return (
    <aside className="side-panel" aria-label={title}>
      <header>
        <div>
          <h2 title={title}>{title}</h2>
          <div className="faint">{subtitle}</div>
        </div>
        <Button
          variant="icon"
          iconName="close"
          ariaLabel="Close panel"
          onClick={onClose}
        />
      </header>
      <div className="side-panel-body">{children}</div>
    </aside>
  );
}
