using System.Text.Json;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Documents;

namespace Bokgi.UnitTests.Runs.Documents;

/// <summary>Creates a small run by parsing JSON in the form in which runs are stored.</summary>
internal static class RunSample
{
    public static RunDocument Create(JsonSerializerOptions? options = null) =>
        JsonSerializer.Deserialize<RunDocument>(
            """
            {
                "run_id": "1", "strategy": "s", "params": {}, "overrides": {}, "effective_params": {}, "start_date": "2024-01-01",
                "end_date": "2024-01-02", "timeframe": "1H", "execution": "next_open", "fee_rate": 0, "slippage_rate": 0, "initial_cash": 1,
                "sizing": {"kind": "equity_fraction", "value": 1}, "warmup": 0, "strict": false, "total_signals": 0, "total_trades": 0,
                "symbols": [{"symbol": "BTC_KRW", "bars": 1, "first": "", "last": "", "signals": 0, "trades": 0, "unfilled": 0,
                    "study": {"samples": 0}}],
                "totals": {"bars": 1, "first": "", "last": "", "signals": 0, "trades": 0, "unfilled": 0, "study": {"samples": 0}},
                "execution_time": 0, "warnings": [], "quality": {}, "tags": [],
                "metadata": {"execution_date": "", "environment": "", "execution_host": "", "engine_version": "", "data_fingerprint": ""}
            }
            """,
            options ?? JsonFormat.Indented
        )!;
}
