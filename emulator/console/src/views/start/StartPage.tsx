/** Shown while there is no trace at all; gives way by itself when one arrives. */
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { Copyable } from "../../parts/Copyable";
import type { WireStatus } from "../../wire";
import { snippets } from "./snippets";
import "./start.css";

export default function StartPage({ status }: { status: WireStatus }) {
  const [made] = useState(() => ({ now: Date.now() / 1000, id: randomHex(12) }));
  return (
    <div className="start">
      <h1>Send the first trace</h1>
      <p className="lead">
        X-Ray Local listens for segments on UDP <code>{status.DaemonAddress}</code> and
        speaks X-Ray&rsquo;s API at <code>{status.Endpoint}</code>.
      </p>
      <p className="waiting" role="status">
        <Spinner /> Waiting. The map appears here with the first trace.
      </p>
      <ol>
        {snippets(status, made.now, made.id).map(({ title, note, text }) => (
          <li key={title}>
            <h2>{title}</h2>
            <p className="faint">{note}</p>
            <Copyable text={text} label={title} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
