namespace StnEngine.Kernels.Gpu;

// A GPU kernel: a struct whose fields are everything it works on (views, dims, constants worked out on the host), and the code
// that one thread of the device runs. What Run calls may allocate nothing, throw nothing and touch no class: it is compiled for the
// device. Fields are blittable (a Flag, not a bool), and the struct is internal, not private: ILGPU's launchers, an assembly of their
// own, must see it. Kernels are written as one of the two kinds below.
internal interface IGpuKernel
{
    void Run();
}

// A kernel whose threads know nothing of each other. Run is given the thread's number, from 0 to one less than was asked for.
internal interface IThreadKernel
{
    void Run(int thread);
}

// A kernel whose threads work in groups: they share memory and wait for each other at barriers, which every thread of a group
// must reach. Threads are told apart by Grid.IdxX and Group.IdxX. A group has Group.DimX threads: a power of two from Layout.Lanes to
// GpuDevice.MaxGroupSize.
internal interface IGroupKernel : IGpuKernel;
