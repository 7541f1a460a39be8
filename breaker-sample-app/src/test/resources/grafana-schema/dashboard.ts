import { Dashboard } from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';
import * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import * as timeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';

export interface GrafanaDashboard extends Dashboard {}
export interface TimeSeriesOptions extends timeseries.Options {}
export interface TimeSeriesFieldConfig extends timeseries.FieldConfig {}
export interface StateTimelineOptions extends timeline.Options {}
export interface StateTimelineFieldConfig extends timeline.FieldConfig {}
export interface StatOptions extends stat.Options {}
