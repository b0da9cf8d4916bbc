namespace Bokgi.Host.Runs.Documents;

/// <summary>The signals evaluated as independent trades, without costs.</summary>
/// <param name="Samples">The number of signals.</param>
/// <param name="WinRate">Fraction of signals with a return above 0; null without signals.</param>
/// <param name="AvgReturn">Mean return, a fraction; null without signals.</param>
internal sealed record StudyDocument(int Samples, double? WinRate, double? AvgReturn);
