// The C++ libraries that recall and speed are compared with, asked by the benchmark over a pipe.
//
//   peers ENGINE METRIC BASE QUERIES DIMENSION M EF_CONSTRUCTION THREADS GRAPH
//
// ENGINE is hnswlib, faiss or faiss-flat, METRIC cosine (vectors are of unit length) or euclidean.
// BASE and QUERIES hold float32 rows, little-endian. The graph is read from GRAPH or built and kept
// there. First says "ready CPU_SECONDS SECONDS" of building; then answers each line "K EF" with one
// line of nanoseconds a query and one of all ids found, -1 where there are less. One thread asks.
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <omp.h>

#ifdef WITH_HNSWLIB
#include <hnswlib/hnswlib.h>
#endif
#ifdef WITH_FAISS
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/index_io.h>
#endif

namespace {

struct Settings {
  bool cosine;
  int dimension;
  int m;
  int ef_construction;
  int threads;
  std::string graph;
};

struct Index {
  virtual ~Index() = default;
  virtual void build(const std::vector<float>& base) = 0;
  virtual void load() = 0;
  virtual void set_ef(int ef) = 0;
  virtual void search(const float* query, int k, long* found) = 0;
};

#ifdef WITH_HNSWLIB
struct Hnswlib : Index {
  Settings settings;
  std::unique_ptr<hnswlib::SpaceInterface<float>> space;
  std::unique_ptr<hnswlib::HierarchicalNSW<float>> graph;

  explicit Hnswlib(const Settings& s) : settings(s) {
    if (s.cosine) {
      space = std::make_unique<hnswlib::InnerProductSpace>(s.dimension);
    } else {
      space = std::make_unique<hnswlib::L2Space>(s.dimension);
    }
  }

  void build(const std::vector<float>& base) override {
    size_t count = base.size() / settings.dimension;
    graph = std::make_unique<hnswlib::HierarchicalNSW<float>>(
        space.get(), count, settings.m, settings.ef_construction);
    std::atomic<size_t> next(0);
    auto add = [&] {
      for (size_t i = next++; i < count; i = next++) {
        graph->addPoint(base.data() + i * settings.dimension, i);
      }
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < settings.threads; t++) threads.emplace_back(add);
    for (auto& thread : threads) thread.join();
    graph->saveIndex(settings.graph);
  }

  void load() override {
    graph =
        std::make_unique<hnswlib::HierarchicalNSW<float>>(space.get(), settings.graph);
  }

  void set_ef(int ef) override { graph->setEf(ef); }

  void search(const float* query, int k, long* found) override {
    auto nearest = graph->searchKnn(query, k);
    for (; !nearest.empty(); nearest.pop()) *found++ = nearest.top().second;
  }
};
#endif

#ifdef WITH_FAISS
struct Faiss : Index {
  Settings settings;
  bool flat;
  std::unique_ptr<faiss::Index> index;
  std::vector<float> distances;

  Faiss(const Settings& s, bool f) : settings(s), flat(f) {}

  faiss::MetricType metric() const {
    return settings.cosine ? faiss::METRIC_INNER_PRODUCT : faiss::METRIC_L2;
  }

  void build(const std::vector<float>& base) override {
    if (flat) {
      index = std::make_unique<faiss::IndexFlat>(settings.dimension, metric());
    } else {
      auto hnsw =
          std::make_unique<faiss::IndexHNSWFlat>(settings.dimension, settings.m, metric());
      hnsw->hnsw.efConstruction = settings.ef_construction;
      index = std::move(hnsw);
    }
    omp_set_num_threads(settings.threads);
    index->add(base.size() / settings.dimension, base.data());
    omp_set_num_threads(1);
    faiss::write_index(index.get(), settings.graph.c_str());
  }

  void load() override {
    index.reset(faiss::read_index(settings.graph.c_str()));
    omp_set_num_threads(1);
  }

  void set_ef(int ef) override {
    if (!flat) dynamic_cast<faiss::IndexHNSW&>(*index).hnsw.efSearch = ef;
  }

  void search(const float* query, int k, long* found) override {
    distances.resize(k);
    std::vector<faiss::Index::idx_t> ids(k);
    index->search(1, query, k, distances.data(), ids.data());
    std::copy(ids.begin(), ids.end(), found);
  }
};
#endif

std::unique_ptr<Index> make(const std::string& engine, const Settings& settings) {
#ifdef WITH_HNSWLIB
  if (engine == "hnswlib") return std::make_unique<Hnswlib>(settings);
#endif
#ifdef WITH_FAISS
  if (engine == "faiss") return std::make_unique<Faiss>(settings, false);
  if (engine == "faiss-flat") return std::make_unique<Faiss>(settings, true);
#endif
  std::cerr << "built without " << engine << std::endl;
  std::exit(2);
}

std::vector<float> read(const char* file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) {
    std::cerr << "cannot read " << file << std::endl;
    std::exit(2);
  }
  std::vector<float> values(in.tellg() / sizeof(float));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(values.data()), values.size() * sizeof(float));
  return values;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
         1e-6 * (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

using Clock = std::chrono::steady_clock;

}  // namespace

int main(int argc, char** argv) {
  if (argc != 10) {
    std::cerr << "expected 9 arguments" << std::endl;
    return 2;
  }
  Settings settings{std::string(argv[2]) == "cosine", std::atoi(argv[5]), std::atoi(argv[6]),
                    std::atoi(argv[7]),               std::atoi(argv[8]), argv[9]};
  auto index = make(argv[1], settings);
  std::vector<float> queries = read(argv[4]);
  if (std::ifstream(settings.graph)) {
    index->load();
    std::cout << "ready 0 0" << std::endl;
  } else {
    std::vector<float> base = read(argv[3]);
    double cpu = cpu_seconds();
    auto start = Clock::now();
    index->build(base);
    std::cout << "ready " << cpu_seconds() - cpu << ' '
              << std::chrono::duration<double>(Clock::now() - start).count() << std::endl;
  }
  size_t count = queries.size() / settings.dimension;
  int k;
  int ef;
  while (std::cin >> k >> ef) {
    index->set_ef(ef);
    std::vector<long> found(count * k, -1);
    std::vector<long> nanos(count);
    for (size_t q = 0; q < count; q++) {
      auto start = Clock::now();
      index->search(queries.data() + q * settings.dimension, k, found.data() + q * k);
      nanos[q] =
          std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
    }
    for (long nano : nanos) std::cout << nano << ' ';
    std::cout << '\n';
    for (long id : found) std::cout << id << ' ';
    std::cout << std::endl;
  }
}
