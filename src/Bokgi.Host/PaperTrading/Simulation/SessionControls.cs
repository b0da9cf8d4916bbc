namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>Whether users have paused the session, which symbols they have switched off, and what each command does to each pair.</summary>
internal sealed class SessionControls(bool isPaused = false, params IReadOnlyList<Symbol> switchedOff)
{
    private readonly HashSet<Symbol> switchedOffSymbols = [.. switchedOff];

    public bool IsPaused { get; private set; } = isPaused;

    /// <summary>The symbols whose signals are ignored even while the session runs.</summary>
    public IReadOnlyCollection<Symbol> SwitchedOff => switchedOffSymbols;

    /// <summary>Executes a command (any kind of log entry other than candles), and returns what it does to each pair, in order.</summary>
    public IReadOnlyList<(PairPlan Pair, InterventionKind Kind)> Execute(
        LogEntryKind command,
        Symbol? symbol,
        string? positionId,
        IReadOnlyList<PairPlan> pairs
    )
    {
        var ignoredBefore = pairs.Where(pair => Ignores(pair.Symbol)).ToHashSet();
        switch (command)
        {
            case LogEntryKind.Pause or LogEntryKind.Resume:
                IsPaused = command == LogEntryKind.Pause;
                break;
            case LogEntryKind.SwitchOff:
                switchedOffSymbols.Add(symbol!.Value);
                break;
            case LogEntryKind.SwitchOn:
                switchedOffSymbols.Remove(symbol!.Value);
                break;
        }

        var interventions = new List<(PairPlan, InterventionKind)>();
        foreach (var pair in pairs)
        {
            if (command == LogEntryKind.Close && pair.Owns(positionId))
                interventions.Add((pair, InterventionKind.CloseByHand));
            var isIgnored = Ignores(pair.Symbol);
            if (isIgnored != ignoredBefore.Contains(pair))
                interventions.Add((pair, isIgnored ? InterventionKind.Pause : InterventionKind.Resume));
            if (command == LogEntryKind.StopClosing)
                interventions.Add((pair, InterventionKind.CloseAtStop));
        }

        return interventions;
    }

    private bool Ignores(Symbol symbol) => IsPaused || switchedOffSymbols.Contains(symbol);
}
