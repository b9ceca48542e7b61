import CssBaseline from '@mui/material/CssBaseline';
import { Suspense } from 'react';
import {
  AdminContext,
  CoreAdminUI,
  CustomRoutes,
  Loading,
  LoadingPage,
  NotFound,
  Notification,
  Resource,
} from 'react-admin';
import { BrowserRouter, Route } from 'react-router-dom';
import { AREAS } from './areas';
import { isResource, type PageArea } from './layout/area';
import { ConsoleLayout } from './layout/console-layout';
import { PageFailure } from './layout/page-failure';
import { LoginPage } from './layout/login-page';
import { authProvider } from './providers/auth-provider';
import { dataProvider } from './providers/data-provider';
import { i18nProvider } from './providers/i18n-provider';
import { darkTheme, lightTheme } from './theme/theme';

function LostPage() {
  return <NotFound />;
}

function ShellFailure({ error }: { readonly error: Error }) {
  return <PageFailure error={error} onRetry={() => location.reload()} />;
}

/** The shell: what every page stands in. The pages themselves are in `areas.tsx`, and are loaded when they are opened. */
export function App() {
  const pages = AREAS.filter((area): area is PageArea => !isResource(area));
  return (
    <BrowserRouter basename="/console">
      <AdminContext
        authProvider={authProvider}
        dataProvider={dataProvider}
        i18nProvider={i18nProvider}
        theme={lightTheme}
        darkTheme={darkTheme}
      >
        <CssBaseline enableColorScheme />
        <CoreAdminUI
          title="Linehaul"
          layout={ConsoleLayout}
          loginPage={LoginPage}
          catchAll={LostPage}
          loading={LoadingPage}
          authCallbackPage={false}
          error={ShellFailure}
          requireAuth
          disableTelemetry
        >
          {AREAS.filter(isResource).map(({ resource, list, show, edit, create }) => (
            <Resource key={resource} name={resource} list={list} show={show} edit={edit} create={create} />
          ))}
          <CustomRoutes>
            {pages.map(({ path, page: Page }) => (
              <Route
                key={path}
                path={path}
                element={
                  <Suspense fallback={<Loading />}>
                    <Page />
                  </Suspense>
                }
              />
            ))}
          </CustomRoutes>
        </CoreAdminUI>
        <Notification />
      </AdminContext>
    </BrowserRouter>
  );
}
