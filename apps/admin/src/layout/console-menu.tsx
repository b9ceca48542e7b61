import Box from '@mui/material/Box';
import { alpha, type Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { Menu, useCanAccess, useSidebarState, useTranslate } from 'react-admin';
import { AREAS } from '../areas';
import { type Area, isResource } from './area';

const GROUPS = ['operate', 'network', 'people', 'system'] as const;

function AreaItem({ area }: { readonly area: Area }) {
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ action: 'list', resource: isResource(area) ? area.resource : area.name });
  const Icon = area.icon;
  if (canAccess === false) return null;
  return isResource(area) ? (
    <Menu.Item
      to={`/${area.resource}`}
      primaryText={translate(`resources.${area.resource}.name`, { smart_count: 2 })}
      leftIcon={<Icon />}
    />
  ) : (
    <Menu.Item to={area.path} primaryText={translate(`pages.${area.name}`)} leftIcon={<Icon />} />
  );
}

/** Every area of the console, under the heading that it belongs to. */
export function ConsoleMenu() {
  const translate = useTranslate();
  const [open] = useSidebarState();
  return (
    <Menu
      sx={{
        pb: 4,
        px: 1,
        '& .RaMenuItemLink-active': {
          borderRadius: 2,
          fontWeight: 600,
          color: 'primary.main',
          backgroundColor: (theme: Theme) => alpha(theme.palette.primary.main, 0.1),
          '& .RaMenuItemLink-icon': { color: 'primary.main' },
        },
      }}
    >
      {GROUPS.map((group) => {
        const areas = AREAS.filter((area) => area.group === group);
        if (areas.length === 0) return null;
        return (
          <Box key={group} role="group" aria-label={translate(`menu.${group}`)}>
            <Typography
              variant="overline"
              sx={{
                px: 2,
                pt: 1.5,
                display: 'block',
                color: 'text.secondary',
                visibility: open ? 'visible' : 'hidden',
                lineHeight: 2,
              }}
            >
              {translate(`menu.${group}`)}
            </Typography>
            {areas.map((area) => (
              <AreaItem key={isResource(area) ? area.resource : area.name} area={area} />
            ))}
          </Box>
        );
      })}
    </Menu>
  );
}
