-- The schema as step 11 left it, with one run. Kept for ever: upgrading from it is tested.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
INSERT INTO "__EFMigrationsHistory" VALUES('20261123023414_Runs','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261123081419_TasksEventsAudit','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261126192128_PaperTrading','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261128185957_FileHashes','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261129155637_TaskRequests','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261129171229_Alerts','10.0.15');
CREATE TABLE "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE TABLE "alert_deliveries" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_alert_deliveries" PRIMARY KEY AUTOINCREMENT,
    "AlertNumber" INTEGER NOT NULL,
    "Channel" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "DueUtc" INTEGER NOT NULL,
    "SentUtc" INTEGER NULL,
    "Error" TEXT NULL,
    CONSTRAINT "FK_alert_deliveries_alerts_AlertNumber" FOREIGN KEY ("AlertNumber") REFERENCES "alerts" ("Number") ON DELETE CASCADE
);
CREATE TABLE "alert_groups" (
    "Key" TEXT NOT NULL CONSTRAINT "PK_alert_groups" PRIMARY KEY,
    "IsOpen" INTEGER NOT NULL,
    "LastSentUtc" INTEGER NULL,
    "LastWasRecovery" INTEGER NOT NULL,
    "Repeats" INTEGER NOT NULL,
    "LastSeverity" TEXT NOT NULL,
    "Waiting" TEXT NULL,
    "DueUtc" INTEGER NULL
);
CREATE TABLE "alert_positions" (
    "Source" TEXT NOT NULL CONSTRAINT "PK_alert_positions" PRIMARY KEY,
    "Position" INTEGER NOT NULL
);
CREATE TABLE "alerts" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_alerts" PRIMARY KEY AUTOINCREMENT,
    "Kind" TEXT NOT NULL,
    "GroupKey" TEXT NOT NULL,
    "Message" TEXT NOT NULL,
    "CreatedUtc" INTEGER NOT NULL
);
CREATE TABLE "audit" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_audit" PRIMARY KEY AUTOINCREMENT,
    "TimeUtc" INTEGER NOT NULL,
    "Caller" TEXT NOT NULL,
    "Address" TEXT NULL,
    "Method" TEXT NOT NULL,
    "Route" TEXT NOT NULL,
    "Subject" TEXT NULL,
    "Status" INTEGER NOT NULL
);
CREATE TABLE "ended_sessions" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_ended_sessions" PRIMARY KEY,
    "ExpiresUtc" INTEGER NOT NULL
);
CREATE TABLE "events" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_events" PRIMARY KEY AUTOINCREMENT,
    "Topic" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Data" TEXT NOT NULL,
    "CreatedUtc" INTEGER NOT NULL
);
CREATE TABLE "paper_log" (
    "SessionNumber" INTEGER NOT NULL,
    "Sequence" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "TimeUtc" INTEGER NOT NULL,
    "Symbol" TEXT NULL,
    "PositionId" TEXT NULL,
    "Data" BLOB NULL,
    "Equity" REAL NOT NULL,
    "CreatedUtc" INTEGER NOT NULL,
    CONSTRAINT "PK_paper_log" PRIMARY KEY ("SessionNumber", "Sequence"),
    CONSTRAINT "FK_paper_log_paper_sessions_SessionNumber" FOREIGN KEY ("SessionNumber") REFERENCES "paper_sessions" ("Number") ON DELETE CASCADE
);
CREATE TABLE "paper_sessions" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_paper_sessions" PRIMARY KEY AUTOINCREMENT,
    "SessionId" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Request" TEXT NOT NULL,
    "CreatedUtc" INTEGER NOT NULL,
    "BeginsUtc" INTEGER NULL,
    "SteppedUntilUtc" INTEGER NULL,
    "StoppedUtc" INTEGER NULL,
    "LogLength" INTEGER NOT NULL,
    "Owner" TEXT NULL,
    "Fence" INTEGER NOT NULL,
    "Beats" INTEGER NOT NULL,
    "IsConnected" INTEGER NOT NULL,
    "ConnectionUtc" INTEGER NULL,
    "Trouble" TEXT NULL,
    "Verification" TEXT NULL,
    "VerifiedLength" INTEGER NOT NULL
);
CREATE TABLE "paper_signals" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_paper_signals" PRIMARY KEY AUTOINCREMENT,
    "SessionNumber" INTEGER NOT NULL,
    "Symbol" TEXT NOT NULL,
    "Strategy" TEXT NOT NULL,
    "BarUtc" INTEGER NOT NULL,
    "Price" REAL NOT NULL,
    "Confidence" REAL NOT NULL,
    "IsOrder" INTEGER NOT NULL,
    "IsLate" INTEGER NOT NULL,
    CONSTRAINT "FK_paper_signals_paper_sessions_SessionNumber" FOREIGN KEY ("SessionNumber") REFERENCES "paper_sessions" ("Number") ON DELETE CASCADE
);
CREATE TABLE "paper_states" (
    "SessionNumber" INTEGER NOT NULL CONSTRAINT "PK_paper_states" PRIMARY KEY,
    "Data" BLOB NOT NULL,
    CONSTRAINT "FK_paper_states_paper_sessions_SessionNumber" FOREIGN KEY ("SessionNumber") REFERENCES "paper_sessions" ("Number") ON DELETE CASCADE
);
CREATE TABLE "paper_trades" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_paper_trades" PRIMARY KEY AUTOINCREMENT,
    "SessionNumber" INTEGER NOT NULL,
    "PositionId" TEXT NOT NULL,
    "Symbol" TEXT NOT NULL,
    "Strategy" TEXT NOT NULL,
    "EntryBar" INTEGER NOT NULL,
    "ExitBar" INTEGER NOT NULL,
    "EntryUtc" INTEGER NOT NULL,
    "ExitUtc" INTEGER NOT NULL,
    "EntryPrice" REAL NOT NULL,
    "ExitPrice" REAL NOT NULL,
    "Quantity" REAL NOT NULL,
    "EntryFee" TEXT NOT NULL,
    "ExitFee" TEXT NOT NULL,
    "Slippage" TEXT NOT NULL,
    "Pnl" TEXT NOT NULL,
    "Return" REAL NOT NULL,
    "ExitReason" INTEGER NOT NULL,
    "Confidence" REAL NOT NULL,
    "MaximumAdverseExcursion" REAL NOT NULL,
    "MaximumFavourableExcursion" REAL NOT NULL,
    "IsLate" INTEGER NOT NULL,
    CONSTRAINT "FK_paper_trades_paper_sessions_SessionNumber" FOREIGN KEY ("SessionNumber") REFERENCES "paper_sessions" ("Number") ON DELETE CASCADE
);
CREATE TABLE "paper_wishes" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_paper_wishes" PRIMARY KEY AUTOINCREMENT,
    "SessionNumber" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Symbol" TEXT NULL,
    "PositionId" TEXT NULL,
    "IsDone" INTEGER NOT NULL,
    "Refusal" TEXT NULL,
    "CreatedUtc" INTEGER NOT NULL,
    CONSTRAINT "FK_paper_wishes_paper_sessions_SessionNumber" FOREIGN KEY ("SessionNumber") REFERENCES "paper_sessions" ("Number") ON DELETE CASCADE
);
CREATE TABLE "presets" (
    "Name" TEXT NOT NULL CONSTRAINT "PK_presets" PRIMARY KEY,
    "Strategy" TEXT NOT NULL,
    "Params" TEXT NOT NULL,
    "Description" TEXT NULL,
    "UpdatedUtc" INTEGER NOT NULL
);
INSERT INTO "presets" VALUES('aggressive','volume_zone_breakout','{"volume_window":10,"top_percentile":0.3,"breakout_buffer":0.0}',NULL,0);
INSERT INTO "presets" VALUES('balanced','volume_zone_breakout','{"volume_window":20,"top_percentile":0.2,"breakout_buffer":0.0}',NULL,0);
INSERT INTO "presets" VALUES('conservative','volume_long_candle','{"vol_ma_window":20,"vol_multiplier":1.5,"body_pct":0.01}',NULL,0);
CREATE TABLE "run_documents" (
    "RunNumber" INTEGER NOT NULL CONSTRAINT "PK_run_documents" PRIMARY KEY,
    "Json" TEXT NOT NULL,
    "ActiveTotals" TEXT NULL, "FileHashes" TEXT NULL,
    CONSTRAINT "FK_run_documents_runs_RunNumber" FOREIGN KEY ("RunNumber") REFERENCES "runs" ("Number") ON DELETE CASCADE
);
INSERT INTO "run_documents" VALUES(1,'{"version":"1","run_id":"01a4cdcf-0000-7000-8000-000000000001","strategy":"volume_long_candle","params":{},"overrides":{},"effective_params":{"BTC_KRW":{"vol_ma_window":20,"vol_multiplier":1.5,"body_pct":0.02,"upper_wick_ratio":2,"lower_wick_ratio":2,"hold_period_bars":1}},"start_date":"2023-01-01","end_date":"2023-11-30","timeframe":"1D","execution":"next_open","costs":null,"fee_rate":0.001,"slippage_rate":0.0002,"initial_cash":10000000,"sizing":{"kind":"equity_fraction","value":1},"stop_loss_pct":null,"take_profit_pct":null,"trailing_stop_pct":null,"warmup":0,"strict":false,"symbols":[{"symbol":"BTC_KRW","is_active":true,"bars":334,"first":"2023-01-01T00:00:00Z","last":"2023-11-30T00:00:00Z","signals":15,"trades":13,"unfilled":0,"too_small":0,"win_rate":0.46153846153846156,"avg_return":0.005990539710243043,"median_return":-0.0022007975931592314,"best_return":0.05645213347182631,"worst_return":-0.027493700718882654,"total_return":0.0761638398019544,"cagr":0.08352058963452946,"volatility":0.10150238351190835,"sharpe":0.8398058581071867,"sortino":1.9892084479535366,"max_drawdown":0.05790070454767682,"max_drawdown_duration_seconds":24537600,"calmar":1.442479677699891,"profit_factor":1.7816554104213,"expectancy":58587.569078426095,"payoff_ratio":2.0785979788248503,"exposure":0.038922155688622756,"sqn":0.7768835382367645,"avg_hold_bars":1,"avg_hold_seconds":86400,"fees_paid":269347.2705162382,"slippage_paid":53869.49749744491,"buy_and_hold_return":1.399829213909578,"study":{"samples":15,"win_rate":0.5333333333333333,"avg_return":0.010061864631801757},"data_fingerprint":"568d466fb56bc148387872873e375b9d"}],"totals":{"bars":334,"first":"2023-01-01T00:00:00Z","last":"2023-11-30T00:00:00Z","signals":15,"trades":13,"unfilled":0,"too_small":0,"win_rate":0.46153846153846156,"avg_return":0.005990539710243043,"median_return":-0.0022007975931592314,"best_return":0.05645213347182631,"worst_return":-0.027493700718882654,"total_return":0.0761638398019544,"cagr":0.08352058963452946,"volatility":0.10150238351190835,"sharpe":0.8398058581071867,"sortino":1.9892084479535366,"max_drawdown":0.05790070454767682,"max_drawdown_duration_seconds":24537600,"calmar":1.442479677699891,"profit_factor":1.7816554104213,"expectancy":58587.569078426095,"payoff_ratio":2.0785979788248503,"exposure":0.038922155688622756,"sqn":0.7768835382367645,"avg_hold_bars":1,"avg_hold_seconds":86400,"fees_paid":269347.2705162382,"slippage_paid":53869.49749744491,"buy_and_hold_return":1.399829213909578,"study":{"samples":15,"win_rate":0.5333333333333333,"avg_return":0.010061864631801757}},"total_signals":15,"total_trades":13,"execution_time":0.1645972,"warnings":[],"quality":{"BTC_KRW":{"rows":334,"duplicates":0,"out_of_order":0,"invalid":0,"expected_bars":334,"unknown_bars":0,"off_grid_bars":0,"price_jumps":0,"largest_jump":null}},"left_out":[],"metadata":{"execution_date":"2026-11-29T07:26:12.591720Z","environment":"development","execution_host":"vm","engine_version":"0.1.0","git_commit":"d429cd412bce3c71114ba8c51b3865a06a512d56","data_fingerprint":"fb60ee5ce758e6d9e1f82d028d0b1f2e"},"description":"Kept by step 8","tags":["kept"]}',NULL,'{"files":{"trades.parquet":"7f0fcbac60c530e1aaf69eef2459f55e0fc02022b068da086b1b3dcabf754048","signals.parquet":"344d5fbd74d030aea248018445b16b4bdd5dd0103df133bd692c9324fabe03b5","equity.parquet":"ecf305f160679e301a2b7a983c57ca57ba3a907f44e2c9ee14904d09e37f54ab"},"are_taken_later":false}');
CREATE TABLE "run_symbols" (
    "RunNumber" INTEGER NOT NULL,
    "Symbol" TEXT NOT NULL,
    "Position" INTEGER NOT NULL,
    "IsActive" INTEGER NOT NULL,
    CONSTRAINT "PK_run_symbols" PRIMARY KEY ("RunNumber", "Symbol"),
    CONSTRAINT "FK_run_symbols_runs_RunNumber" FOREIGN KEY ("RunNumber") REFERENCES "runs" ("Number") ON DELETE CASCADE
);
INSERT INTO "run_symbols" VALUES(1,'BTC_KRW',0,1);
CREATE TABLE "run_tags" (
    "RunNumber" INTEGER NOT NULL,
    "Tag" TEXT NOT NULL,
    "Position" INTEGER NOT NULL,
    CONSTRAINT "PK_run_tags" PRIMARY KEY ("RunNumber", "Tag"),
    CONSTRAINT "FK_run_tags_runs_RunNumber" FOREIGN KEY ("RunNumber") REFERENCES "runs" ("Number") ON DELETE CASCADE
);
INSERT INTO "run_tags" VALUES(1,'kept',0);
CREATE TABLE "runs" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_runs" PRIMARY KEY AUTOINCREMENT,
    "RunId" TEXT NOT NULL,
    "CreatedUtc" INTEGER NOT NULL,
    "Strategy" TEXT NOT NULL,
    "Timeframe" TEXT NOT NULL,
    "StartDate" TEXT NOT NULL,
    "EndDate" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "SymbolCount" INTEGER NOT NULL,
    "Description" TEXT NULL,
    "SearchText" TEXT NOT NULL,
    "ArtifactFolder" TEXT NOT NULL,
    "Revision" INTEGER NOT NULL,
    "ExecutionTime" REAL NOT NULL,
    "TotalSignals" INTEGER NOT NULL,
    "TotalTrades" INTEGER NOT NULL,
    "WinRate" REAL NULL,
    "AvgReturn" REAL NULL,
    "TotalReturn" REAL NULL,
    "Cagr" REAL NULL,
    "Sharpe" REAL NULL,
    "Sortino" REAL NULL,
    "Calmar" REAL NULL,
    "ProfitFactor" REAL NULL,
    "MaxDrawdown" REAL NOT NULL,
    "Exposure" REAL NOT NULL
);
INSERT INTO "runs" VALUES(1,'01a4cdcf-0000-7000-8000-000000000001',1795937172591720,'volume_long_candle','1D','2023-01-01','2023-11-30','completed',1,'Kept by step 8','kept by step 8','backtests/2026-11-29/01a4cdcf-0000-7000-8000-000000000001',0,0.1645972,15,13,4.61538461538461564082e-01,5.99053971024304278414e-03,0.0761638398019544,8.35205896345294629412e-02,8.39805858107186664618e-01,1.98920844795353657374e+00,1.44247967769989093866e+00,1.7816554104213,5.7900704547676817846e-02,3.89221556886227559868e-02);
ANALYZE "sqlite_master";
INSERT INTO "sqlite_stat1" VALUES('__EFMigrationsHistory','sqlite_autoindex___EFMigrationsHistory_1','4 1');
INSERT INTO "sqlite_stat1" VALUES('presets','sqlite_autoindex_presets_1','3 1');
INSERT INTO "sqlite_stat1" VALUES('run_symbols','IX_run_symbols_Symbol_RunNumber','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('run_symbols','sqlite_autoindex_run_symbols_1','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('run_tags','IX_run_tags_Tag_RunNumber','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('run_tags','sqlite_autoindex_run_tags_1','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('run_documents',NULL,'1');
INSERT INTO "sqlite_stat1" VALUES('runs','IX_runs_WinRate','1 1');
INSERT INTO "sqlite_stat1" VALUES('runs','IX_runs_TotalTrades','1 1');
INSERT INTO "sqlite_stat1" VALUES('runs','IX_runs_TotalReturn','1 1');
INSERT INTO "sqlite_stat1" VALUES('runs','IX_runs_Timeframe_CreatedUtc','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('runs','IX_runs_Strategy_CreatedUtc','1 1 1');
INSERT INTO "sqlite_stat1" VALUES('runs','IX_runs_Sharpe','1 1');
INSERT INTO "sqlite_stat1" VALUES('runs','IX_runs_RunId','1 1');
INSERT INTO "sqlite_stat1" VALUES('runs','IX_runs_MaxDrawdown','1 1');
INSERT INTO "sqlite_stat1" VALUES('runs','IX_runs_CreatedUtc','1 1');
CREATE TABLE "task_steps" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_task_steps" PRIMARY KEY AUTOINCREMENT,
    "TaskNumber" INTEGER NOT NULL,
    "Position" INTEGER NOT NULL,
    "Role" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Payload" TEXT NOT NULL,
    "Outcome" TEXT NULL,
    "Units" INTEGER NOT NULL,
    "UnitsDone" INTEGER NOT NULL,
    "Fence" INTEGER NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "Owner" TEXT NULL,
    "Beats" INTEGER NOT NULL,
    "RefusedBy" TEXT NOT NULL,
    "Trouble" TEXT NULL,
    "Snapshot" TEXT NULL,
    CONSTRAINT "FK_task_steps_tasks_TaskNumber" FOREIGN KEY ("TaskNumber") REFERENCES "tasks" ("Number") ON DELETE CASCADE
);
CREATE TABLE "tasks" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_tasks" PRIMARY KEY AUTOINCREMENT,
    "TaskId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Queue" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "Progress" REAL NOT NULL,
    "Request" TEXT NOT NULL,
    "RequestHash" TEXT NOT NULL,
    "IdempotencyKey" TEXT NULL,
    "Findings" TEXT NULL,
    "Round" INTEGER NOT NULL,
    "Result" TEXT NULL,
    "Error" TEXT NULL,
    "Attempts" INTEGER NOT NULL,
    "CreatedUtc" INTEGER NOT NULL,
    "StartedUtc" INTEGER NULL,
    "FinishedUtc" INTEGER NULL
, "RequestId" TEXT NULL);
CREATE TABLE "workers" (
    "Name" TEXT NOT NULL CONSTRAINT "PK_workers" PRIMARY KEY,
    "Host" TEXT NOT NULL,
    "ProcessId" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Concurrency" INTEGER NOT NULL,
    "Queues" TEXT NOT NULL,
    "Running" INTEGER NOT NULL,
    "HeartbeatSeconds" INTEGER NOT NULL,
    "StartedUtc" INTEGER NOT NULL,
    "HeartbeatUtc" INTEGER NOT NULL
);
CREATE INDEX "IX_run_symbols_Symbol_RunNumber" ON "run_symbols" ("Symbol", "RunNumber");
CREATE INDEX "IX_run_tags_Tag_RunNumber" ON "run_tags" ("Tag", "RunNumber");
CREATE INDEX "IX_runs_CreatedUtc" ON "runs" ("CreatedUtc");
CREATE INDEX "IX_runs_MaxDrawdown" ON "runs" ("MaxDrawdown");
CREATE UNIQUE INDEX "IX_runs_RunId" ON "runs" ("RunId");
CREATE INDEX "IX_runs_Sharpe" ON "runs" ("Sharpe");
CREATE INDEX "IX_runs_Strategy_CreatedUtc" ON "runs" ("Strategy", "CreatedUtc");
CREATE INDEX "IX_runs_Timeframe_CreatedUtc" ON "runs" ("Timeframe", "CreatedUtc");
CREATE INDEX "IX_runs_TotalReturn" ON "runs" ("TotalReturn");
CREATE INDEX "IX_runs_TotalTrades" ON "runs" ("TotalTrades");
CREATE INDEX "IX_runs_WinRate" ON "runs" ("WinRate");
CREATE INDEX "IX_task_steps_State" ON "task_steps" ("State");
CREATE UNIQUE INDEX "IX_task_steps_TaskNumber_Position" ON "task_steps" ("TaskNumber", "Position");
CREATE INDEX "IX_tasks_FinishedUtc" ON "tasks" ("FinishedUtc");
CREATE UNIQUE INDEX "IX_tasks_IdempotencyKey" ON "tasks" ("IdempotencyKey");
CREATE INDEX "IX_tasks_State_Number" ON "tasks" ("State", "Number");
CREATE UNIQUE INDEX "IX_tasks_TaskId" ON "tasks" ("TaskId");
CREATE UNIQUE INDEX "IX_paper_sessions_SessionId" ON "paper_sessions" ("SessionId");
CREATE INDEX "IX_paper_sessions_State" ON "paper_sessions" ("State");
CREATE INDEX "IX_paper_signals_SessionNumber_Number" ON "paper_signals" ("SessionNumber", "Number");
CREATE INDEX "IX_paper_trades_SessionNumber_Number" ON "paper_trades" ("SessionNumber", "Number");
CREATE INDEX "IX_paper_wishes_IsDone_SessionNumber" ON "paper_wishes" ("IsDone", "SessionNumber");
CREATE INDEX "IX_paper_wishes_SessionNumber" ON "paper_wishes" ("SessionNumber");
CREATE INDEX "IX_alert_deliveries_AlertNumber" ON "alert_deliveries" ("AlertNumber");
CREATE INDEX "IX_alert_deliveries_State_DueUtc" ON "alert_deliveries" ("State", "DueUtc");
CREATE INDEX "IX_alert_groups_DueUtc" ON "alert_groups" ("DueUtc");
CREATE INDEX "IX_alerts_CreatedUtc" ON "alerts" ("CreatedUtc");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',1);
COMMIT;
