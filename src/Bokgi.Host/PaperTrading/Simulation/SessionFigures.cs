using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>Running totals over all trades of a session, updated with each trade so that they need not be summed again.</summary>
internal sealed class SessionFigures
{
    public int Signals { get; private set; }

    public int Trades { get; private set; }

    public int Wins { get; private set; }

    /// <summary>Sum of the winning trades, quote currency.</summary>
    public decimal GrossProfit { get; private set; }

    /// <summary>Sum of the losing trades as a positive amount, quote currency.</summary>
    public decimal GrossLoss { get; private set; }

    public decimal FeesPaid { get; private set; }

    public decimal SlippagePaid { get; private set; }

    public double BestReturn { get; private set; } = double.MinValue;

    public double WorstReturn { get; private set; } = double.MaxValue;

    public double SumOfReturns { get; private set; }

    public long BarsHeld { get; private set; }

    /// <summary>Highest equity at any bar's close, including the initial cash.</summary>
    public double PeakEquity { get; private set; }

    /// <summary>Largest value of 1 - equity / peak.</summary>
    public double MaximumDrawdown { get; private set; }

    public decimal RealizedPnl => GrossProfit - GrossLoss;

    public void Add(SessionEvent sessionEvent) => Signals += sessionEvent is SessionEvent.Signalled ? 1 : 0;

    public void Add(PaperTradeRow trade)
    {
        Trades++;
        Wins += trade.Pnl > 0 ? 1 : 0;
        GrossProfit += Math.Max(0, trade.Pnl);
        GrossLoss += Math.Max(0, -trade.Pnl);
        FeesPaid += trade.EntryFee + trade.ExitFee;
        SlippagePaid += trade.Slippage;
        BestReturn = Math.Max(BestReturn, trade.Return);
        WorstReturn = Math.Min(WorstReturn, trade.Return);
        SumOfReturns += trade.Return;
        BarsHeld += trade.ExitBar - trade.EntryBar;
    }

    /// <summary>Records the equity at a bar's close.</summary>
    public void Mark(double equity)
    {
        PeakEquity = Math.Max(PeakEquity, equity);
        MaximumDrawdown = Math.Max(MaximumDrawdown, 1 - (equity / PeakEquity));
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Signals);
        writer.Write(Trades);
        writer.Write(Wins);
        writer.Write(GrossProfit);
        writer.Write(GrossLoss);
        writer.Write(FeesPaid);
        writer.Write(SlippagePaid);
        writer.Write(BestReturn);
        writer.Write(WorstReturn);
        writer.Write(SumOfReturns);
        writer.Write(BarsHeld);
        writer.Write(PeakEquity);
        writer.Write(MaximumDrawdown);
    }

    public void Read(BinaryReader reader)
    {
        (Signals, Trades, Wins) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        (GrossProfit, GrossLoss) = (reader.ReadDecimal(), reader.ReadDecimal());
        (FeesPaid, SlippagePaid) = (reader.ReadDecimal(), reader.ReadDecimal());
        (BestReturn, WorstReturn, SumOfReturns) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        BarsHeld = reader.ReadInt64();
        (PeakEquity, MaximumDrawdown) = (reader.ReadDouble(), reader.ReadDouble());
    }
}
