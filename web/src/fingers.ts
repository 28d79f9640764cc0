// Two fingers and the wheel: closer and farther, and along with them. What one finger or the mouse does is the view's own.

export interface Moves { zoom: (factor: number, x: number, y: number) => void; pan: (dx: number, dy: number) => void }

export class Fingers {
  private readonly at = new Map<number, [number, number]>();

  constructor(element: HTMLElement | SVGElement, moves: Moves) {
    const place = (event: MouseEvent): [number, number] => {
      const box = element.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const gone = (event: Event) => { this.at.delete((event as PointerEvent).pointerId); };
    element.addEventListener("pointerdown", ((event: PointerEvent) => { if (event.pointerType === "touch") this.at.set(event.pointerId, place(event)); }) as EventListener);
    element.addEventListener("pointermove", ((event: PointerEvent) => {
      if (!this.at.has(event.pointerId)) return;
      const before = this.span();
      this.at.set(event.pointerId, place(event));
      const now = this.span();
      if (!before || !now) return;
      moves.pan(now.x - before.x, now.y - before.y);
      if (before.wide > 0) moves.zoom(now.wide / before.wide, now.x, now.y);
    }) as EventListener);
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, gone);
    // The page neither scrolls nor grows under two fingers.
    for (const touch of ["touchstart", "touchmove"]) element.addEventListener(touch, (event) => { if ((event as TouchEvent).touches.length > 1) event.preventDefault(); }, { passive: false });
    element.addEventListener("wheel", ((event: WheelEvent) => {
      event.preventDefault();
      moves.zoom(Math.exp(-event.deltaY * 0.0015), ...place(event));
    }) as EventListener, { passive: false });
  }

  /** Whether two fingers are down. */
  get two(): boolean { return this.at.size > 1; }

  private span(): { x: number; y: number; wide: number } | null {
    const [a, b] = [...this.at.values()];
    return a && b ? { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, wide: Math.hypot(a[0] - b[0], a[1] - b[1]) } : null;
  }
}
