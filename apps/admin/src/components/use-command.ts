import { type SyntheticEvent, useState } from 'react';
import { StaleError } from '../api/problem';

interface Command {
  /** Sends it; what it throws is shown, and the dialog stays. */
  readonly send: () => Promise<void>;
  /** Whether the person can be shown what has become of the record meanwhile. */
  readonly showsStale: boolean;
  readonly onClose: () => void;
}

/** A command on its way: sent once, waited for, and what the server said about it. */
export function useCommand({ send, showsStale, onClose }: Command) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [stale, setStale] = useState<StaleError>();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    send()
      .then(onClose)
      .catch((error: unknown) => {
        if (error instanceof StaleError && showsStale) setStale(error);
        else setFailure(error instanceof Error ? error.message : String(error));
        setBusy(false);
      });
  };
  // Whoever looks away before it is answered does not hear that it was refused.
  const close = () => {
    if (!busy) onClose();
  };
  return { busy, failure, stale, submit, close };
}
