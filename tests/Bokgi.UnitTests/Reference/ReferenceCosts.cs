using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.UnitTests.Reference;

/// <summary>A run's fees, fill prices, quantities and minimum order, computed in decimal and only from the exchange's tables.</summary>
internal sealed class ReferenceCosts(ReferenceRequest request)
{
    private static readonly DateTime SecondTableFrom = new(2024, 1, 29);
    private static readonly DateTime WholeWonStepFrom = new(2024, 10, 14);
    private static readonly DateTime HalfWonStepFrom = new(2025, 3, 21);
    private static readonly DateTime ThirdTableFrom = new(2025, 7, 31);

    private static readonly string[] WholeWonCoins = "ADA ALGO BLUR CELO ELF EOS GRS GRT ICX MANA MINA POL SAND SEI STG TRX".Split(' ');

    public double FeeRate => request.FeeRate ?? (IsUpbit ? 0.0005 : 0.001);

    public double MinimumOrder => IsUpbit ? 5_000 : 0;

    private bool IsUpbit => request.Costs == "upbit";

    public double BuyFillPrice(double price, long time) => IsUpbit ? RoundUp(price, PriceStep(price, time)) : price;

    // A sale is never rounded down to 0.
    public double SellFillPrice(double price, long time) =>
        IsUpbit ? Math.Max(RoundDown(price, PriceStep(price, time)), (double)PriceStep(0, time)) : price;

    public double RoundQuantity(double quantity)
    {
        var step = request.QuantityStep ?? (IsUpbit ? 1e-8 : 0);
        return step > 0 ? RoundDown(quantity, (decimal)step) : quantity;
    }

    /// <summary>The price step for a price, by the table in force on the Korean day of the given time.</summary>
    public decimal PriceStep(double price, long time)
    {
        var day = UnixTime.ToDateTime(time).AddHours(9); // in Korea
        if (day >= ThirdTableFrom)
            return price switch
            {
                >= 1_000_000 => 1_000,
                >= 500_000 => 500,
                >= 100_000 => 100,
                >= 50_000 => 50,
                >= 10_000 => 10,
                >= 5_000 => 5,
                >= 100 => 1,
                _ => LowPriceStep(price, 10, 0.1m, 0.000_000_01m),
            };
        if (price >= 10_000)
            return price switch
            {
                >= 2_000_000 => 1_000,
                >= 1_000_000 => 500,
                >= 500_000 => 100,
                >= 100_000 => 50,
                _ => 10,
            };
        if (day < SecondTableFrom)
            return price switch
            {
                >= 1_000 => 5,
                >= 100 => 1,
                _ => LowPriceStep(price, 10, 0.1m, 0.000_1m),
            };
        if (price >= 1_000)
            return day >= HalfWonStepFrom && request.Coin is "USDT" or "USDC" ? 0.5m : 1;
        if (price >= 100)
            return day >= WholeWonStepFrom && WholeWonCoins.Contains(request.Coin) ? 1 : 0.1m;
        return LowPriceStep(price, 10, 0.01m, 0.000_000_01m);
    }

    // The step below 100 won: each band starts at a tenth of the start of the band above, and its step is a tenth of that band's step.
    // Each start is the double nearest to its exact value, such as 0.1; dividing a double by 10 may miss it.
    private static decimal LowPriceStep(double price, double bandStart, decimal step, decimal smallestStep) =>
        step == smallestStep || price >= bandStart
            ? step
            : LowPriceStep(price, double.Parse($"{bandStart / 10:G10}", CultureInfo.InvariantCulture), step / 10, smallestStep);

    // A value within four units in the last place (a relative 2^-50) of a multiple counts as that multiple. With 2^52 steps or more,
    // doubles cannot represent single steps, so the value is left as it is.
    private static double RoundDown(double value, decimal step)
    {
        var canRepresentSteps = value / (double)step < Math.Pow(2, 52);
        if (!canRepresentSteps)
            return value;
        var valueWithTolerance = value * (1 + Math.Pow(2, -50));
        var count = decimal.Floor(ExactDecimal(valueWithTolerance) / step);
        var above = NearestDouble((count + 1) * step);
        return above <= valueWithTolerance ? above : NearestDouble(count * step);
    }

    private static double RoundUp(double value, decimal step)
    {
        var canRepresentSteps = value / (double)step < Math.Pow(2, 52);
        if (!canRepresentSteps)
            return value;
        var valueWithTolerance = value * (1 - Math.Pow(2, -50));
        var count = Math.Max(1, decimal.Ceiling(ExactDecimal(valueWithTolerance) / step));
        var below = NearestDouble((count - 1) * step);
        return count > 1 && below >= valueWithTolerance ? below : NearestDouble(count * step);
    }

    // The runtime's own conversion keeps only 15 digits.
    private static decimal ExactDecimal(double value) =>
        decimal.Parse(value.ToString("E27", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    // The runtime's own conversion may round twice.
    private static double NearestDouble(decimal value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
