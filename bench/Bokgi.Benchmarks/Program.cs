using BenchmarkDotNet.Running;
using Bokgi.Benchmarks;

if (args is ["lake", var newFolder])
    return LakeTiming.WriteLakes(newFolder);
if (args is ["lake", var folder, var setName])
    return LakeTiming.Run(folder, setName);
if (args is ["allocations"])
    return AllocationGate.Run();
if (args is ["limit"]) // for bench/limit: how close the engine is to what the processor can do
    return HandWrittenCComparison.Run();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
