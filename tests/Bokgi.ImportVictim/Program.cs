using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;

// A process that imports files into a lake again and again until a test kills it. Arguments: the lake's root, then the files to import.
// Prints the name of each file after storing its candles.
var importer = new CandleImporter(new CandleLake(args[0]), TimeProvider.System);
var plans = args[1..].Select(path => importer.Read(path, new ImportOptions())).ToArray();

// Standard input closes when the test that started this process ends, so the process never outlives the test.
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
