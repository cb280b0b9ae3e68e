/** For an address that names no page: says so, and where one may have wanted to go. */
import { PLACES, titleOfPlace } from "../places";
import { DEFAULT_RANGE } from "../range";
import { formatRoute } from "../route";

const range = DEFAULT_RANGE;
const LINKS = [
  {
    text: "Service map",
    href: formatRoute({ page: "map", range, node: null, type: null, search: "" }),
  },
  { text: "Traces", href: formatRoute({ page: "traces", range, filter: "" }) },
  ...[PLACES.analytics, PLACES.insights, PLACES.doctor].map((place) => ({
    text: titleOfPlace(place),
    href: formatRoute(place),
  })),
];

export default function NoSuchPage({ path }: { path: string }) {
  return (
    <div className="centred nothing">
      <h1>No such page</h1>
      <p className="faint">
        There is nothing at <code>#/{path}</code>. Perhaps one of these:
      </p>
      <ul className="plain-list other-pages">
        {LINKS.map(({ text, href }) => (
          <li key={text}>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
