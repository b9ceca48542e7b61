import Box from '@mui/material/Box';
import Step from '@mui/material/Step';
import StepLabel from '@mui/material/StepLabel';
import Stepper from '@mui/material/Stepper';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTheme } from '@mui/material/styles';
import { useTranslate } from 'react-admin';
import { TimeAgo } from '../components/time-ago';
import { toneOf } from '../theme/status-tone';
import type { Step as JourneyStep } from './order';

/** The way from the order to the door: what lies behind it, and when. */
export function OrderJourney({ steps }: { readonly steps: readonly JourneyStep[] }) {
  const translate = useTranslate();
  const narrow = useMediaQuery(useTheme().breakpoints.down('md'));
  const reached = steps.filter(({ at }) => at !== undefined).length;
  return (
    <Stepper activeStep={reached} orientation={narrow ? 'vertical' : 'horizontal'} alternativeLabel={!narrow}>
      {steps.map(({ name, at }) => (
        <Step key={name} completed={at !== undefined}>
          <StepLabel
            error={toneOf(name) === 'error'}
            optional={
              <Box
                component="span"
                sx={{
                  display: 'block',
                  color: 'text.secondary',
                  fontSize: '0.75rem',
                  textAlign: narrow ? 'left' : 'center',
                }}
              >
                {at === undefined ? '' : <TimeAgo at={at} />}
              </Box>
            }
          >
            {translate(`order_status.${name}`)}
          </StepLabel>
        </Step>
      ))}
    </Stepper>
  );
}
