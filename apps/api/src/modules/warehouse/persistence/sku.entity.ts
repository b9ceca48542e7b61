import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** An article that orders may name. */
@Entity('skus')
@Check('skus_weight_g_check', 'weight_g > 0')
export class SkuEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'skus_pkey' })
  sku!: string;

  @Column({ type: 'text' })
  name!: string;

  /** Of one unit, packed. */
  @Column({ type: 'int', name: 'weight_g' })
  weightG!: number;

  @Column({ type: 'int', default: 1 })
  version!: number;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
