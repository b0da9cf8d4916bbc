using System.Text.Json;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Markets;
using Bokgi.Trading;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>The request for a simulated session. The strategies have short windows, so that they give signals within an hour.</summary>
internal static class SimulatedSessionRequest
{
    /// <summary>Creates a request for a session with two strategies on every market.</summary>
    public static SessionRequest Create(Random random, IReadOnlyList<Symbol> symbols)
    {
        var form = new SessionForm
        {
            Symbols = [.. symbols.Select(symbol => symbol.Code)],
            Strategies = symbols.ToDictionary(
                symbol => symbol.Code,
                IReadOnlyList<PairForm> (_) =>
                    [
                        new PairForm
                        {
                            StrategyName = "volume_long_candle",
                            Params = Values(
                                ("vol_ma_window", random.Next(2, 8)),
                                ("body_pct", 0.003),
                                ("vol_multiplier", 1.1),
                                ("hold_period_bars", random.Next(1, 4))
                            ),
                        },
                        new PairForm
                        {
                            StrategyName = "volume_zone_breakout",
                            Params = Values(
                                ("volume_window", random.Next(5, 15)),
                                ("top_percentile", 0.3),
                                ("breakout_buffer", 0),
                                ("hold_period_bars", random.Next(1, 4))
                            ),
                        },
                    ]
            ),
            Account = AccountForm.Of(
                new AccountSettings
                {
                    Execution = random.Next(2) == 0 ? Execution.NextOpen : Execution.SignalClose,
                    StopLossPct = random.Next(2) == 0 ? null : 0.01,
                    TakeProfitPct = random.Next(2) == 0 ? null : 0.012,
                    TrailingStopPct = random.Next(3) == 0 ? 0.008 : null,
                }
            ),
        };
        return SessionRequest.Of(form, SessionRequestReader.Read(form), new Dictionary<string, double>());
    }

    private static Dictionary<string, JsonElement> Values(params (string Name, object Value)[] values) =>
        values.ToDictionary(parameter => parameter.Name, parameter => JsonSerializer.SerializeToElement(parameter.Value));
}
