import { z } from 'zod';

/** Why something went another way: the family first, such as `consignee_absent`. */
export const reasonCode = z
  .string()
  .max(64)
  .regex(
    /^(carrier|consignee|merchant|customs|weather)_[a-z0-9_]+$/,
    'must be a family and a cause, such as consignee_absent',
  );
