import { useTheme } from '@mui/material/styles';
import { useLocaleState } from 'react-admin';
import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

interface ChartSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Pairs of time and value; times in seconds or milliseconds since 1970. */
  readonly points: readonly (readonly number[])[];
}

interface SeriesChartProps {
  readonly label: string;
  readonly series: readonly ChartSeries[];
  readonly height?: number;
}

const SECONDS_END = 1e11;

type Row = Record<string, number>;

function nameOf({ name, labels }: ChartSeries): string {
  const texts = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  return texts.length === 0 ? name : `${name} (${texts.join(', ')})`;
}

/** One row per time that any series knows of, as the chart's library takes them. */
export function rowsOf(series: readonly ChartSeries[]): Row[] {
  const rows = new Map<number, Row>();
  series.forEach(({ points }, index) => {
    for (const [time = 0, value = 0] of points) {
      const at = time < SECONDS_END ? time * 1000 : time;
      const row = rows.get(at) ?? { at };
      row[`s${index}`] = value;
      rows.set(at, row);
    }
  });
  return [...rows.values()].sort((one, other) => (one['at'] ?? 0) - (other['at'] ?? 0));
}

/** Curves over time, in colours that differ for everybody's eyes and with a legend that names them. */
export function SeriesChart({ label, series, height = 280 }: SeriesChartProps) {
  const { palette } = useTheme();
  const [locale] = useLocaleState();
  const colours = [
    palette.primary.main,
    palette.warning.main,
    palette.secondary.main,
    palette.error.main,
    palette.success.main,
  ];
  const clock = (at: number) => new Date(at).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  return (
    <div role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height={height}>
        <LineChart data={rowsOf(series)} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
          <CartesianGrid stroke={palette.divider} vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            domain={['dataMin', 'dataMax']}
            scale="time"
            tickFormatter={clock}
            stroke={palette.text.secondary}
            fontSize={12}
          />
          <YAxis stroke={palette.text.secondary} fontSize={12} width={48} />
          <Tooltip
            labelFormatter={(at) => clock(Number(at))}
            contentStyle={{ backgroundColor: palette.background.paper, borderColor: palette.divider, borderRadius: 8 }}
          />
          <Legend />
          {series.map((one, index) => (
            <Line
              key={nameOf(one)}
              dataKey={`s${index}`}
              name={nameOf(one)}
              stroke={colours[index % colours.length]}
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
              connectNulls
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
