interface Family {
  readonly comments: string[];
  readonly samples: string[];
}

/**
 * One exposition (Prometheus text format 0.0.4) out of those of several processes: every sample gets the label `child`, and
 * the samples of one metric stand together, as the format demands. Nothing is added up: the sum is a query away, and a
 * gauge such as the delay of an event loop has none.
 */
export function mergeMetrics(expositions: readonly { readonly child: string; readonly text: string }[]): string {
  const families = new Map<string, Family>();
  for (const { child, text } of expositions) {
    let current: Family = { comments: [], samples: [] };
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const comment = /^# (?:HELP|TYPE) (\S+)/.exec(line);
      if (comment === null) {
        if (!line.startsWith('#')) current.samples.push(labelled(line, child));
        continue;
      }
      current = familyOf(families, comment[1] ?? '');
      if (!current.comments.includes(line)) current.comments.push(line);
    }
  }
  return [...families.values()].flatMap(({ comments, samples }) => [...comments, ...samples, '']).join('\n');
}

/** The same out of expositions in OpenMetrics: no line is empty, and there is one end. */
export function mergeOpenMetrics(expositions: readonly { readonly child: string; readonly text: string }[]): string {
  const lines = mergeMetrics(expositions).split('\n');
  return [...lines.filter((line) => line !== ''), '# EOF', ''].join('\n');
}

function familyOf(families: Map<string, Family>, name: string): Family {
  const known = families.get(name);
  if (known !== undefined) return known;
  const family: Family = { comments: [], samples: [] };
  families.set(name, family);
  return family;
}

/** `name{a="b"} 1` → `name{child="0",a="b"} 1`; a name holds neither brace nor space. */
function labelled(sample: string, child: string): string {
  const end = sample.search(/[{ ]/);
  const name = sample.slice(0, end);
  const rest = sample.slice(end);
  return rest.startsWith('{') ? `${name}{child="${child}",${rest.slice(1)}` : `${name}{child="${child}"}${rest}`;
}
