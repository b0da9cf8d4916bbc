namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>Running totals over all trades of a session; bookEntry is in quote currency.</summary>
internal sealed class SessionFigures
{
    public int Signals { get; private set; }
    public int Trades { get; private set; }
    public int Wins { get; private set; }
    public decimal GrossProfit { get; private set; }

    /// <summary>Sum of the losses, as a positive amount.</summary>
    public decimal GrossLoss { get; private set; }
    public decimal FeesPaid { get; private set; }
    public decimal SlippagePaid { get; private set; }
    public double BestReturn { get; private set; } = double.MinValue;
    public double WorstReturn { get; private set; } = double.MaxValue;
    public double SumOfReturns { get; private set; }
    public long BarsHeld { get; private set; }

    /// <summary>Highest equity at any bar's close, including the initial cash.</summary>
    public double PeakEquity { get; private set; }
    public double MaximumDrawdown { get; private set; }
    public decimal RealizedPnl => GrossProfit - GrossLoss;

    public void Add(SessionEvent sessionEvent)
    {
        if (sessionEvent is SessionEvent.Signalled)
            Signals++;
        if (sessionEvent is not SessionEvent.Closed { BookEntry: var bookEntry, Trade: var trade })
            return;
        var (pnl, tradeReturn) = (bookEntry.RealizedPnl!.Value, (double)bookEntry.RealizedReturn!.Value);
        Trades++;
        Wins += pnl > 0 ? 1 : 0;
        GrossProfit += Math.Max(0, pnl);
        GrossLoss += Math.Max(0, -pnl);
        FeesPaid += bookEntry.FeeAmount;
        SlippagePaid += bookEntry.SlippageAmount;
        BestReturn = Math.Max(BestReturn, tradeReturn);
        WorstReturn = Math.Min(WorstReturn, tradeReturn);
        SumOfReturns += tradeReturn;
        BarsHeld += trade.BarsHeld;
    }

    public void UpdateDrawdown(double equity)
    {
        PeakEquity = Math.Max(PeakEquity, equity);
        MaximumDrawdown = Math.Max(MaximumDrawdown, 1 - (equity / PeakEquity));
    }

    /// <summary>Saves or restores the totals, depending on <c>state.IsReading</c>.</summary>
    public void Transfer(StateSerializer state)
    {
        Signals = state.Value(Signals);
        Trades = state.Value(Trades);
        Wins = state.Value(Wins);
        GrossProfit = state.Value(GrossProfit);
        GrossLoss = state.Value(GrossLoss);
        FeesPaid = state.Value(FeesPaid);
        SlippagePaid = state.Value(SlippagePaid);
        BestReturn = state.Value(BestReturn);
        WorstReturn = state.Value(WorstReturn);
        SumOfReturns = state.Value(SumOfReturns);
        BarsHeld = state.Value(BarsHeld);
        PeakEquity = state.Value(PeakEquity);
        MaximumDrawdown = state.Value(MaximumDrawdown);
    }
}
