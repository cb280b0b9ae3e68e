import { describe, expect, test } from "vitest";
import { Camera } from "../src/views/map/camera";

const SIZE = { width: 1000, height: 500 };

function fitted(width: number, height: number): Camera {
  const camera = new Camera();
  camera.frame({ x: 0, y: 0, width, height }, SIZE);
  return camera;
}

describe("a fitted map to which something is added", () => {
  test("stays where it is while all of it is in view", () => {
    const camera = fitted(800, 500);
    const before = camera.view;

    camera.frame({ x: 0, y: 0, width: 880, height: 500 }, SIZE, { grown: true });

    expect(camera.view).toBe(before);
  });

  test("is fitted again once it is not", () => {
    const camera = fitted(800, 500);

    camera.frame({ x: 0, y: 0, width: 800, height: 1000 }, SIZE, { grown: true });

    expect(camera.view.scale).toBeCloseTo(0.5);
  });

  test("is fitted again when the window changes", () => {
    const camera = fitted(800, 500);

    camera.frame(
      { x: 0, y: 0, width: 880, height: 500 },
      { width: 500, height: 500 },
      { grown: true },
    );

    expect(camera.view.scale).toBeLessThan(0.6);
  });
});

test("one that was laid out anew is fitted, though it would be in view", () => {
  const camera = fitted(800, 500);

  camera.frame({ x: 0, y: 0, width: 400, height: 250 }, SIZE);

  expect(camera.view.x).toBeGreaterThan(100);
});
