import Card from '@mui/material/Card';
import CardActionArea from '@mui/material/CardActionArea';
import CardContent from '@mui/material/CardContent';
import Typography from '@mui/material/Typography';
import { useLocaleState } from 'react-admin';
import { Link } from 'react-router-dom';

interface TileProps {
  readonly name: string;
  readonly value: number;
  readonly about: string;
  readonly tone?: 'success' | 'warning' | 'error';
  readonly to?: string;
}

/** One number that is worth a glance. */
export function Tile({ name, value, about, tone, to }: TileProps) {
  const [locale] = useLocaleState();
  const content = (
    <CardContent>
      <Typography color="textSecondary" variant="body2">
        {name}
      </Typography>
      <Typography
        sx={{
          fontSize: '2rem',
          fontWeight: 700,
          lineHeight: 1.2,
          color: tone === undefined ? 'text.primary' : `${tone}.main`,
        }}
      >
        {value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 })}
      </Typography>
      <Typography color="textSecondary" variant="body2">
        {about}
      </Typography>
    </CardContent>
  );
  if (to === undefined) return <Card>{content}</Card>;
  return (
    <Card>
      <CardActionArea component={Link} to={to}>
        {content}
      </CardActionArea>
    </Card>
  );
}
