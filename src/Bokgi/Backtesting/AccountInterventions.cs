using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>Applies interventions to an account; shared by live pairs and replays.</summary>
internal static class AccountInterventions
{
    /// <param name="account">The account.</param>
    /// <param name="kind">The intervention.</param>
    /// <param name="lastClose">Close of the last bar.</param>
    /// <param name="lastEndUtc">End of the last bar, UTC microseconds.</param>
    /// <returns>Whether the account changed.</returns>
    public static bool Intervene(this TradingAccount account, InterventionKind kind, double lastClose, long lastEndUtc) =>
        kind switch
        {
            InterventionKind.Pause => account.CancelEntry(),
            InterventionKind.CloseByHand => account.Close(lastClose, lastEndUtc, ExitReason.ByHand),
            // Does both, hence | and not ||.
            InterventionKind.CloseAtStop => account.CancelEntry() | account.Close(lastClose, lastEndUtc, ExitReason.SessionEnd),
            _ => false,
        };
}
