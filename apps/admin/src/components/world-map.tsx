import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useEffect, useRef } from 'react';
import { drawMap, type MapLine, type MapPoint } from './draw-map';

interface WorldMapProps {
  readonly label: string;
  readonly points: readonly MapPoint[];
  readonly lines?: readonly MapLine[];
  readonly height?: number;
  readonly onPick?: (id: string) => void;
}

/** One and the same: another list would be another map. */
const NO_LINES: readonly MapLine[] = [];

/** Points and lines over the boundaries of countries; no tile server is asked. */
export function WorldMap({ label, points, lines = NO_LINES, height = 320, onPick }: WorldMapProps) {
  const at = useRef<HTMLDivElement>(null);
  const { palette } = useTheme();
  useEffect(() => {
    if (at.current === null) return undefined;
    const colours = {
      land: palette.mode === 'dark' ? '#1b2a30' : '#eef2f3',
      border: palette.mode === 'dark' ? '#33474f' : '#c9d4d8',
      text: palette.text.primary,
      tones: {
        primary: palette.primary.main,
        success: palette.success.main,
        warning: palette.warning.main,
        error: palette.error.main,
        info: palette.info.main,
        muted: palette.text.secondary,
      },
    };
    return drawMap(at.current, { points, lines, colours, onPick });
  }, [points, lines, palette, onPick]);
  return (
    <Box
      ref={at}
      role="application"
      aria-label={label}
      sx={{
        height,
        borderRadius: 2,
        overflow: 'hidden',
        isolation: 'isolate',
        '&.leaflet-container': { backgroundColor: palette.mode === 'dark' ? '#0d171b' : '#dfe9ed', font: 'inherit' },
      }}
    />
  );
}
