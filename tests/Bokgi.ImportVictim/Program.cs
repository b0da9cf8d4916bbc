using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;

// Arguments: the lake's root, then the files to import one after the other, over and over; each is named on standard output once it is stored.
var importer = new CandleImporter(new CandleLake(args[0]), TimeProvider.System);
var plans = args[1..].Select(path => importer.Read(path, new ImportOptions())).ToArray();

// Standard input ends with the test that started this process, so nothing is left behind.
new Thread(() =>
{
    while (Console.In.Read() >= 0) { }

    Environment.Exit(0);
})
{
    IsBackground = true,
}.Start();

while (true)
{
    foreach (var plan in plans)
    {
        importer.Apply(plan);
        Console.WriteLine(plan.File);
    }
}
