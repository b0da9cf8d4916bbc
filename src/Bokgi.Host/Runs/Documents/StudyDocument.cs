namespace Bokgi.Host.Runs.Documents;

/// <summary>The signals evaluated as independent trades, without costs.</summary>
internal sealed record StudyDocument(int Samples, double? WinRate, double? AvgReturn);
