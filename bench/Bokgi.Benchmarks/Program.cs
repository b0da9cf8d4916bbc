using BenchmarkDotNet.Running;
using Bokgi.Benchmarks;

if (args is ["lake", var emptyFolder])
    return LakeTiming.WriteLakes(emptyFolder);
if (args is ["lake", var folder, var lakeName])
    return LakeTiming.Run(folder, lakeName);
if (args is ["allocations"])
    return AllocationGate.Run();
if (args is ["limit"]) // for bench/limit: how close the engine is to what the processor can do
    return HandWrittenCComparison.Run();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
