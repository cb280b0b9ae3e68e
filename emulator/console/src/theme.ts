/** Light or dark: the system's choice until the user makes one, then that. */
import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { useEffect, useState } from "react";

export type Theme = "light" | "dark";

const KEY = "xray-local.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(() => chosen() ?? systemTheme());
  useEffect(() => {
    applyMode(theme === "dark" ? Mode.Dark : Mode.Light);
  }, [theme]);
  useEffect(() => {
    const follow = () => {
      if (chosen() === null) setTheme(systemTheme());
    };
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  const toggle = () => {
    const next = theme === "dark" ? "light" : "dark";
    remember(next);
    setTheme(next);
  };
  return [theme, toggle];
}

function systemTheme(): Theme {
  return system.matches ? "dark" : "light";
}

// Storage may be forbidden; the theme then lasts as long as the page.
function chosen(): Theme | null {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "dark" || stored === "light" ? stored : null;
  } catch {
    return null;
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice simply is not remembered.
  }
}
