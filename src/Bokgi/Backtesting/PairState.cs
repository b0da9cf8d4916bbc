using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>The whole state of a <see cref="PairStepper"/>, used to resume after a restart.</summary>
/// <param name="Strategy">The numbers that the strategy's step saved.</param>
/// <param name="Account">The state of the account.</param>
/// <param name="IsPaused">Whether the pair ignores signals.</param>
/// <param name="LastClose">Close of the last bar, quote currency; 0 before the first.</param>
/// <param name="LastEndUtc">End of the last bar, UTC microseconds.</param>
public sealed record PairState(double[] Strategy, AccountState Account, bool IsPaused, double LastClose, long LastEndUtc);
