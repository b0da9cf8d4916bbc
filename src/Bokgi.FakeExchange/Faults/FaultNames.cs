namespace Bokgi.FakeExchange.Faults;

/// <summary>Names of faults in <c>--faults</c>, in the order in which help lists them.</summary>
internal static class FaultNames
{
    private static readonly (FaultKind Kind, string Name)[] Pairs =
    [
        (FaultKind.DropConnection, "drop"),
        (FaultKind.Silence, "silence"),
        (FaultKind.Duplicate, "duplicate"),
        (FaultKind.Reorder, "reorder"),
        (FaultKind.Late, "late"),
        (FaultKind.Malformed, "malformed"),
        (FaultKind.TooMany, "429"),
        (FaultKind.TooManyWithoutRetryAfter, "429-bare"),
        (FaultKind.Blocked, "418"),
        (FaultKind.ServerError, "5xx"),
        (FaultKind.Slow, "slow"),
        (FaultKind.CutResponse, "cut"),
        (FaultKind.BadJson, "bad-json"),
        (FaultKind.Correction, "correction"),
    ];

    public static IReadOnlyList<string> All { get; } = [.. Pairs.Select(pair => pair.Name)];

    public static string NameOf(FaultKind kind) => Pairs.First(pair => pair.Kind == kind).Name;

    public static FaultKind? Find(string name) =>
        Pairs.Where(pair => pair.Name == name).Select(pair => (FaultKind?)pair.Kind).FirstOrDefault();
}
