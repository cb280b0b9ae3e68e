/** Tabs narrow enough for a side panel; the design system's do not fit six. */
import { useId, useRef, type ReactNode } from "react";
import "./tabs.css";

export interface Tab {
  id: string;
  label: string;
  content: ReactNode;
}

interface Props {
  tabs: Tab[];
  active: string;
  label: string;
  onChange: (id: string) => void;
}

export function Tabs({ tabs, active, label, onChange }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (press: React.KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[press.key];
    if (step === undefined) return;
    const at = tabs.findIndex((tab) => tab.id === active);
    const next = (at + step + tabs.length) % tabs.length;
    onChange(tabs[next]!.id);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <>
      <div ref={list} className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            aria-selected={tab.id === active}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === active ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${active}`}>
        {tabs.find((tab) => tab.id === active)?.content}
      </div>
    </>
  );
}
