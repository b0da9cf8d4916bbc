namespace Bokgi.Host.Backtests;

/// <summary>The signals as trades of their own, without costs.</summary>
internal sealed record StudyDocument(int Samples, double? WinRate, double? AvgReturn);
