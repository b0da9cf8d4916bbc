namespace Bokgi.Backtesting;

/// <summary>The whole state of a <see cref="PairStepper"/>, to go on with after a restart.</summary>
/// <param name="Strategy">What the strategy's step saved.</param>
/// <param name="Account">What the account saved.</param>
/// <param name="IsPaused">Whether signals are not taken.</param>
/// <param name="LastClose">Close of the last bar, quote currency; 0 before the first.</param>
/// <param name="LastEndUtc">End of the last bar, microseconds UTC.</param>
public sealed record PairState(double[] Strategy, double[] Account, bool IsPaused, double LastClose, long LastEndUtc);
