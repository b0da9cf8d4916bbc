namespace Bokgi.Host.Backtests.Documents;

/// <summary>The signals as trades of their own, without costs.</summary>
internal sealed record StudyDocument(int Samples, double? WinRate, double? AvgReturn);
