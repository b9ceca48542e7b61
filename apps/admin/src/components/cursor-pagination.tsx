import ChevronLeftIcon from '@mui/icons-material/ChevronLeft';
import ChevronRightIcon from '@mui/icons-material/ChevronRight';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useListPaginationContext, useTranslate } from 'react-admin';

/** From page to page of a list that nobody has counted. */
export function CursorPagination() {
  const { page, setPage, hasNextPage, hasPreviousPage, isPending } = useListPaginationContext();
  const translate = useTranslate();
  if (isPending || (!hasNextPage && !hasPreviousPage)) return null;
  return (
    <Box
      component="nav"
      aria-label={translate('app.page', { page })}
      sx={{ display: 'flex', gap: 1, p: 1, justifyContent: 'flex-end', alignItems: 'center' }}
    >
      <Button
        size="small"
        startIcon={<ChevronLeftIcon />}
        disabled={!hasPreviousPage}
        onClick={() => setPage(page - 1)}
      >
        {translate('app.previous')}
      </Button>
      <Typography variant="body2" color="textSecondary">
        {translate('app.page', { page })}
      </Typography>
      <Button size="small" endIcon={<ChevronRightIcon />} disabled={!hasNextPage} onClick={() => setPage(page + 1)}>
        {translate('app.next')}
      </Button>
    </Box>
  );
}
