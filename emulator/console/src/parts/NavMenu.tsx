/** A few links of the bar behind one button. */
import { useEffect, useId, useRef, useState } from "react";

export interface NavLink {
  label: string;
  href: string;
  current: boolean;
}

export function NavMenu({ label, links }: { label: string; links: NavLink[] }) {
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return undefined;
    const leave = (press: PointerEvent) => {
      if (!menu.current?.contains(press.target as Node)) setOpen(false);
    };
    window.addEventListener("pointerdown", leave);
    return () => window.removeEventListener("pointerdown", leave);
  }, [open]);
  const current = links.some((link) => link.current);
  return (
    <div
      ref={menu}
      className="nav-menu"
      onKeyDown={(press) => {
        if (press.key !== "Escape") return;
        setOpen(false);
        menu.current?.querySelector("button")?.focus();
      }}
      onBlur={(move) => {
        if (move.relatedTarget && !menu.current?.contains(move.relatedTarget)) {
          setOpen(false);
        }
      }}
    >
      <button
        type="button"
        className={current ? "current" : ""}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {label}
        <svg viewBox="0 0 16 16" width="10" height="10" aria-hidden="true">
          <path d="M3 5.5 8 11l5-5.5" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
      </button>
      <ul id={id} hidden={!open}>
        {links.map((link) => (
          <li key={link.href}>
            <a
              href={link.href}
              aria-current={link.current ? "page" : undefined}
              onClick={() => setOpen(false)}
            >
              {link.label}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
