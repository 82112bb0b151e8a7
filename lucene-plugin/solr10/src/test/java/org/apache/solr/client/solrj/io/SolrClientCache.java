package org.apache.solr.client.solrj.io;

import java.io.Closeable;
import org.apache.solr.client.solrj.impl.HttpSolrClientBase;

/**
 * Stands in for a class of Solr 10.0.0's streaming client, which is not published: a node makes one
 * when it starts, and does nothing with it before it is asked for a stream.
 */
public final class SolrClientCache implements Closeable {
  public SolrClientCache(HttpSolrClientBase client) {}

  public void setDefaultZKHost(String host) {}

  @Override
  public void close() {}
}
