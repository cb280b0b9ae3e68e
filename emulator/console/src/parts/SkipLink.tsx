/** The first stop of the tabulator: past bars and filters, to what the page is about. */

/** `data-content` marks where that begins; where nothing has it within, it is the page. */
function content(): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>("[data-content]")].at(-1);
}

export function SkipLink() {
  return (
    <button type="button" className="skip" onClick={() => content()?.focus()}>
      Skip to content
    </button>
  );
}
