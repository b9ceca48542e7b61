import { describe, expect, it } from 'vitest';
import { mergeMetrics, mergeOpenMetrics } from './merge-metrics';

const exposition = (orders: number): string => `# HELP orders_total Orders
# TYPE orders_total counter
orders_total{outcome="created"} ${orders}

# HELP lag_seconds Delay
# TYPE lag_seconds gauge
lag_seconds 0.5
`;

describe('merged metrics', () => {
  it('tell each sample of which child it is, and keep the samples of a metric together', () => {
    const text = mergeMetrics([
      { child: '0', text: exposition(3) },
      { child: '1', text: exposition(4) },
    ]);
    expect(text).toBe(`# HELP orders_total Orders
# TYPE orders_total counter
orders_total{child="0",outcome="created"} 3
orders_total{child="1",outcome="created"} 4

# HELP lag_seconds Delay
# TYPE lag_seconds gauge
lag_seconds{child="0"} 0.5
lag_seconds{child="1"} 0.5
`);
  });

  it('leave values of labels alone, whatever they hold', () => {
    const line = `x_bucket{le="+Inf",path="/a b{c} 1"} 7`;
    const text = mergeMetrics([{ child: '0', text: `# TYPE x histogram\n${line}\nx_sum 1.5e-7\n` }]);
    expect(text).toBe(
      `# TYPE x histogram\nx_bucket{child="0",le="+Inf",path="/a b{c} 1"} 7\nx_sum{child="0"} 1.5e-7\n`,
    );
  });

  it('keep exemplars, and end once, in OpenMetrics', () => {
    const bucket = `x_bucket{le="1"} 2 # {trace_id="ab"} 0.5 17.25`;
    const text = `# HELP x X\n# TYPE x histogram\n${bucket}\n# EOF\n`;
    const merged = mergeOpenMetrics([
      { child: '0', text },
      { child: '1', text },
    ]);
    expect(merged).toBe(
      ['# HELP x X', '# TYPE x histogram', `x_bucket{child="0",le="1"} 2 # {trace_id="ab"} 0.5 17.25`]
        .concat([`x_bucket{child="1",le="1"} 2 # {trace_id="ab"} 0.5 17.25`, '# EOF', ''])
        .join('\n'),
    );
  });

  it('are empty when nobody answers', () => {
    expect(mergeMetrics([])).toBe('');
  });
});
