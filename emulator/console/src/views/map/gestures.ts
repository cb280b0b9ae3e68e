/** Wheel, drag and the window's size, turned into moves of the camera. */
import { useEffect, useLayoutEffect, useMemo, useRef, type RefObject } from "react";
import type { Camera } from "./camera";
import { clamp, type Area, type View } from "./viewport";

/** Pointer travel below this is a click, not a drag. */
const SLACK = 4;

export function useGestures(
  window: RefObject<HTMLDivElement | null>,
  camera: Camera,
  { x, y, width, height }: Area,
  { obscured, grown }: { obscured: number; grown: boolean },
) {
  useLayoutEffect(() => camera.obscure(obscured), [camera, obscured]);
  useLayoutEffect(() => {
    const element = window.current;
    if (!element) return undefined;
    const measure = () => {
      const size = { width: element.clientWidth, height: element.clientHeight };
      camera.frame({ x, y, width, height }, size, { grown });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [window, camera, x, y, width, height, grown]);
  useWheel(window, camera);
  return useDrag(camera);
}

function useWheel(window: RefObject<HTMLDivElement | null>, camera: Camera) {
  useEffect(() => {
    const element = window.current;
    if (!element) return undefined;
    const turn = (wheel: WheelEvent) => {
      wheel.preventDefault();
      const box = element.getBoundingClientRect();
      const pixels =
        wheel.deltaMode === WheelEvent.DOM_DELTA_LINE ? wheel.deltaY * 16 : wheel.deltaY;
      const speed = wheel.ctrlKey ? 0.01 : 0.0016;
      const factor = Math.exp(-clamp(pixels, -120, 120) * speed);
      camera.zoomAt(factor, wheel.clientX - box.left, wheel.clientY - box.top);
    };
    // React's own wheel listeners are passive and cannot keep the page from scrolling.
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [window, camera]);
}

function useDrag(camera: Camera) {
  const start = useRef<{ x: number; y: number; view: View } | null>(null);
  const dragged = useRef(false);
  return useMemo(() => {
    const end = () => {
      if (dragged.current) camera.release();
      start.current = null;
    };
    return {
      onPointerDown: (press: React.PointerEvent) => {
        if (press.button !== 0) return;
        start.current = { x: press.clientX, y: press.clientY, view: camera.view };
        dragged.current = false;
      },
      onPointerMove: (press: React.PointerEvent) => {
        const from = start.current;
        if (!from) return;
        const dx = press.clientX - from.x;
        const dy = press.clientY - from.y;
        if (!dragged.current && Math.hypot(dx, dy) < SLACK) return;
        if (!dragged.current) press.currentTarget.setPointerCapture(press.pointerId);
        dragged.current = true;
        camera.drag({ ...from.view, x: from.view.x + dx, y: from.view.y + dy });
      },
      onPointerUp: end,
      onPointerCancel: end,
      /** A drag ends with a click that nobody meant. */
      onClickCapture: (press: React.MouseEvent) => {
        if (dragged.current) press.stopPropagation();
        dragged.current = false;
      },
    };
  }, [camera]);
}
