using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;

// Arguments: the lake's root and the files, which are imported in turn, again and again. Prints each file once it is stored.
var importer = new CandleImporter(new CandleLake(args[0]), TimeProvider.System);
var plans = args[1..].Select(path => importer.Read(path, new ImportOptions())).ToArray();

// Standard input ends with the test that started this process, so the process never outlives the test.
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
