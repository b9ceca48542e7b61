import { Module } from '@nestjs/common';
import { ChangeCreditLimitWhenMerchantChanged } from './handlers/change-credit-limit-when-merchant-changed';
import { OpenAccountWhenMerchantCreated } from './handlers/open-account-when-merchant-created';
import { AccountsController } from './http/accounts.controller';
import { PaymentFacade } from './payment.facade';
import { AccountRepository } from './persistence/account.repository';
import { AwaitingFundsRepository } from './persistence/awaiting-funds.repository';
import { EntryRepository } from './persistence/entry.repository';
import { TransferRepository } from './persistence/transfer.repository';
import { AuthorizeOrders } from './use-cases/authorize-orders';
import { CaptureOnDelivery } from './use-cases/capture-on-delivery';
import { ChangeCreditLimit } from './use-cases/change-credit-limit';
import { ListEntries } from './use-cases/list-entries';
import { OpenAccounts } from './use-cases/open-accounts';
import { ReadAccount } from './use-cases/read-account';
import { ResumeWaitingOrders } from './use-cases/resume-waiting-orders';
import { ReverseOrders } from './use-cases/reverse-orders';
import { TopUpAccount } from './use-cases/top-up-account';

@Module({
  controllers: [AccountsController],
  providers: [
    AccountRepository,
    AwaitingFundsRepository,
    EntryRepository,
    TransferRepository,
    AuthorizeOrders,
    CaptureOnDelivery,
    ChangeCreditLimit,
    ListEntries,
    OpenAccounts,
    ReadAccount,
    ResumeWaitingOrders,
    ReverseOrders,
    TopUpAccount,
    ChangeCreditLimitWhenMerchantChanged,
    OpenAccountWhenMerchantCreated,
    PaymentFacade,
  ],
  exports: [PaymentFacade],
})
export class PaymentModule {}
