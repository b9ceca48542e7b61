import Button from '@mui/material/Button';
import { useState } from 'react';
import { useCanAccess, useTranslate } from 'react-admin';
import { useRead } from '../api/use-read';
import { PageTable } from '../components/page-table';
import { Section } from '../components/section';
import { addTexts } from '../i18n/page-texts';
import { type Schedule } from './schedule';
import { ScheduleDialog } from './schedule-dialog';

addTexts({
  schedule: {
    title: ['Weekly pattern', '每周排班'],
    days: ['Days', '日期'],
    start: ['From (UTC)', '开始（UTC）'],
    end: ['To (UTC)', '结束（UTC）'],
    change: ['Change the pattern', '修改排班'],
    about: [
      'The shifts ahead follow at once. An end that is not after its start is on the next day.',
      '后续班次立即随之调整。结束时间不晚于开始时间则视为次日。',
    ],
    add: ['Add hours', '添加时段'],
    remove: ['Remove these hours', '删除此时段'],
    row: ['Hours %{number}', '时段 %{number}'],
    mon: ['Mon', '一'],
    tue: ['Tue', '二'],
    wed: ['Wed', '三'],
    thu: ['Thu', '四'],
    fri: ['Fri', '五'],
    sat: ['Sat', '六'],
    sun: ['Sun', '日'],
  },
  empty: {
    schedule: [
      'No weekly pattern. Add one, and the shifts ahead are made of it.',
      '暂无每周排班。添加后将自动生成班次。',
    ],
  },
});

/** When the courier works in every week. */
export function CourierSchedule({ courierId }: { readonly courierId: string }) {
  const [changing, setChanging] = useState<Schedule>();
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: 'couriers', action: 'edit' });
  const { data, refetch } = useRead<Schedule>(`/v1/couriers/${courierId}/schedule`);
  if (data === undefined) return null;
  return (
    <Section
      title={translate('schedule.title')}
      actions={
        canAccess === true ? (
          <Button variant="outlined" onClick={() => setChanging(data)}>
            {translate('schedule.change')}
          </Button>
        ) : undefined
      }
    >
      <PageTable
        label={translate('schedule.title')}
        rows={data.entries}
        keyOf={(entry) => JSON.stringify(entry)}
        empty="schedule"
        columns={[
          {
            label: 'schedule.days',
            cell: ({ weekdays }) => weekdays.map((day) => translate(`schedule.${day}`)).join(', '),
          },
          { label: 'schedule.start', cell: ({ start }) => start },
          { label: 'schedule.end', cell: ({ end }) => end },
        ]}
      />
      {changing === undefined ? null : (
        <ScheduleDialog of={changing} onChanged={() => void refetch()} onClose={() => setChanging(undefined)} />
      )}
    </Section>
  );
}
